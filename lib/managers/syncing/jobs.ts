import type { Ctx } from "@/lib/context";
import type { Job } from "@/lib/jobs/job";
import { RUN_JOB } from "./running/job-name";
import { runSyncs } from "./running/runner";

/** Runs when somebody says so; each minute for what changed here, what is tried again, and what may have changed there. */
export const runSyncsJob: Job<Ctx> = {
  ...RUN_JOB,
  cron: "* * * * *",
  run: (ctx, _, signal) => runSyncs(ctx, signal),
};
