import type { Ctx } from "@/lib/context";
import { pruningJob } from "@/lib/jobs/pruning";
import { COUNTS_KEPT_DAYS } from "./model";
import { deleteCounts } from "./usage/store";

const DAY_MS = 24 * 60 * 60 * 1_000;

export const prunePoolCounts = pruningJob("poolCounts.prune", ({ pool, now }: Ctx, limit) =>
  deleteCounts(pool, new Date(now().getTime() - COUNTS_KEPT_DAYS * DAY_MS), limit),
);
