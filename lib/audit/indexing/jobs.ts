import type { Ctx } from "@/lib/context";
import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import { cronJob, enqueue } from "@/lib/jobs/job";
import { witnessAudit } from "../outlets/jobs";
import { makeCheckpoint } from "../tree/service";
import { recordBroken } from "./record";
import { brokenLog, growIndex } from "./service";

const EVERY_MINUTE = "* * * * *";
/** So many events are not left to wait for the minute. */
const WAITING_EVENTS_MAX = 1_000;

export const indexAudit = cronJob<Ctx>("audit.index", EVERY_MINUTE, async (ctx) => {
  const broken = await growIndex(ctx);
  if (broken) {
    await recordBroken(ctx, broken);
    throw brokenLog(broken);
  }
  await makeCheckpoint(ctx);
  // A job of its own: what waits for somebody outside does not hold up the index.
  if (ctx.outlets.witnesses.length > 0)
    await enqueue(sqlOn(ctx.pool), witnessAudit, {}, { key: witnessAudit.name });
});

/** Returns what is told the number of every event that was appended, and has the log indexed before it grows too far ahead. */
export function openIndexing(pool: Pool): (seq: number) => void {
  let enqueuedAt = 0;
  return (seq) => {
    if (seq < enqueuedAt + WAITING_EVENTS_MAX) return;
    enqueuedAt = seq;
    // The next minute does it otherwise.
    enqueue(sqlOn(pool), indexAudit, {}, { key: indexAudit.name }).catch(() => {});
  };
}
