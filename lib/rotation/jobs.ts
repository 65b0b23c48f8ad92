import type { Ctx } from "@/lib/context";
import { cronJob, type Job } from "@/lib/jobs/job";
import { pruningJob } from "@/lib/jobs/pruning";
import { startDue } from "./due/service";
import { RUN_JOB } from "./running/job-name";
import { runDue } from "./running/runner";
import { deleteEnded } from "./running/store";

/** Begins what is due, and goes on with what was begun: also after a crash, when nobody works at it any more. */
export const startRotations = cronJob<Ctx>("rotations.start", "* * * * *", async (ctx) => {
  await startDue(ctx);
  await runDue(ctx);
});

/** The audit log has what happened before. */
const KEPT_MS = 400 * 24 * 60 * 60 * 1_000;

export const pruneRotations = pruningJob("rotations.prune", ({ pool, now }: Ctx, limit) =>
  deleteEnded(pool, new Date(now().getTime() - KEPT_MS), limit),
);

/** Works at once at what somebody asked for. */
export const runRotations: Job<Ctx> = { ...RUN_JOB, cron: null, run: runDue };
