import type { Ctx } from "@/lib/context";
import type { Job } from "@/lib/jobs/job";
import { pruningJob } from "@/lib/jobs/pruning";
import { RUN_JOB } from "./running/job-name";
import { runImports } from "./running/runner";
import { deleteImports } from "./store";

/** Runs when somebody begins an import; each minute for whatever else there is, as after a crash. */
export const runImportsJob: Job<Ctx> = {
  ...RUN_JOB,
  cron: "* * * * *",
  run: (ctx, _, signal) => runImports(ctx, signal),
};

/** The audit log has what was stored. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1_000;
/** Each has up to tens of thousands of entries. */
const DELETED_AT_ONCE = 5;

export const pruneImports = pruningJob("imports.prune", ({ pool, now }: Ctx, limit) =>
  deleteImports(pool, new Date(now().getTime() - KEPT_MS), Math.min(limit, DELETED_AT_ONCE)),
);
