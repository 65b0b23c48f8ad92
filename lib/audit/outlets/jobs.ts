import type { Ctx } from "@/lib/context";
import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import { cronJob, enqueue } from "@/lib/jobs/job";
import { runStreams, runWitnesses } from "./service";

const EVERY_MINUTE = "* * * * *";
const NUDGE_MS = 1_000;

let isStreaming = false;

/** On one instance one at a time: who runs already sends what came meanwhile, and other jobs need their turn. */
export const streamAudit = cronJob<Ctx>("audit.stream", EVERY_MINUTE, async (ctx) => {
  if (isStreaming) return;
  isStreaming = true;
  await runStreams(ctx).finally(() => {
    isStreaming = false;
  });
});
export const witnessAudit = cronJob<Ctx>("audit.witness", EVERY_MINUTE, runWitnesses);

/** Returns what is told that events were appended, and has them sent: at once, and once a second at most. */
export function openStreaming(pool: Pool): () => void {
  let nextAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | null = null;
  return () => {
    if (timer) return;
    const run = () => {
      timer = null;
      nextAt = performance.now() + NUDGE_MS;
      // The next minute does it otherwise.
      enqueue(sqlOn(pool), streamAudit, {}, { key: streamAudit.name }).catch(() => {});
    };
    timer = setTimeout(run, Math.max(0, nextAt - performance.now())).unref();
  };
}
