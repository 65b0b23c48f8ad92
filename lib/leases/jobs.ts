import { SWEEP_JOB } from "@/lib/api-keys/job-name";
import type { Ctx } from "@/lib/context";
import type { Job } from "@/lib/jobs/job";
import { pruningJob } from "@/lib/jobs/pruning";
import { deleteEnded } from "./running/store";
import { sweepLeases } from "./running/sweep";

/** Runs when a lease ends and when an API key is revoked; each minute for whatever else there is, as after a crash. */
export const sweepLeasesJob: Job<Ctx> = { ...SWEEP_JOB, cron: "* * * * *", run: sweepLeases };

/** The audit log has what happened before. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1_000;

export const pruneLeases = pruningJob("leases.prune", ({ pool, now }: Ctx, limit) =>
  deleteEnded(pool, new Date(now().getTime() - KEPT_MS), limit),
);
