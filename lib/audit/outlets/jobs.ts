import type { Ctx } from "@/lib/context";
import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import { cronJob, enqueue } from "@/lib/jobs/job";
import { runStreams, runWitnesses } from "./service";

const EVERY_MINUTE = "* * * * *";
const NUDGE_MS = 1_000;

/** No run begins again after this, and the next minute goes on. */
const RUN_MS_MAX = 45_000;

let isStreaming = false;
let isAskedFor = false;

/**
 * On one instance one at a time: other jobs need their turn. What is asked for meanwhile is sent by another round, since it may be
 * for a stream that had nothing to do any more.
 */
export const streamAudit = cronJob<Ctx>("audit.stream", EVERY_MINUTE, async (ctx) => {
  isAskedFor = true;
  if (isStreaming) return;
  isStreaming = true;
  const end = performance.now() + RUN_MS_MAX;
  try {
    while (isAskedFor && performance.now() < end) {
      isAskedFor = false;
      await runStreams(ctx);
    }
  } finally {
    isStreaming = false;
  }
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
