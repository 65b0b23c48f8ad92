import type { Ctx } from "@/lib/context";
import { sqlOn } from "@/lib/db/sql";
import { cronJob } from "@/lib/jobs/job";
import { pruningJob } from "@/lib/jobs/pruning";
import { deleteGroupCounts } from "./comparison/store";
import { fillSomeGroups } from "./overview/filling/service";

const EVERY_MINUTE = "* * * * *";
/** The rest is left for the next minute. */
const BATCHES_MAX = 20;

/** Finds out which values are the same in several environments, where that was not done when they were stored. */
export const fillValueGroups = cronJob<Ctx>("valueGroups.fill", EVERY_MINUTE, async (ctx) => {
  for (let batch = 0; batch < BATCHES_MAX; batch += 1) if (!(await fillSomeGroups(ctx))) return;
});

export const pruneGroupCounts = pruningJob("groupCounts.prune", ({ pool, now }: Ctx, limit) =>
  deleteGroupCounts(sqlOn(pool), now(), limit),
);
