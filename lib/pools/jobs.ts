import { z } from "zod";
import type { Ctx } from "@/lib/context";
import type { Job } from "@/lib/jobs/job";
import { pruningJob } from "@/lib/jobs/pruning";
import { COUNTS_KEPT_DAYS } from "./model";
import { TELL_REFUSED } from "./reporting/job-name";
import { tellRefused } from "./reporting/mail";
import { deleteCounts } from "./usage/store";

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Tells people which members were refused. */
export const tellRefusedMembers: Job<Ctx> = {
  ...TELL_REFUSED,
  cron: null,
  run: async (ctx, payload) => {
    const { poolId } = z.object({ poolId: z.uuid() }).parse(payload);
    await tellRefused(ctx, poolId);
  },
};

export const prunePoolCounts = pruningJob("poolCounts.prune", ({ pool, now }: Ctx, limit) =>
  deleteCounts(pool, new Date(now().getTime() - COUNTS_KEPT_DAYS * DAY_MS), limit),
);
