import type { Ctx } from "@/lib/context";
import type { Job } from "@/lib/jobs/job";
import { pruningJob } from "@/lib/jobs/pruning";
import { deleteDeliveries, emptyDeliveries } from "./deliveries/store";
import { followDue } from "./following/service";
import { FOLLOW_JOB } from "./job-name";
import { DELIVERY_DAYS, PAYLOAD_DAYS } from "./model";

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Runs when a delivery came that something follows; each minute for what is tried again, and after a crash. */
export const followDeliveries: Job<Ctx> = { ...FOLLOW_JOB, cron: "* * * * *", run: followDue };

export const emptyOldDeliveries = pruningJob("triggers.empty", ({ pool, now }: Ctx, limit) =>
  emptyDeliveries(pool, new Date(now().getTime() - PAYLOAD_DAYS * DAY_MS), limit),
);

export const pruneTriggerDeliveries = pruningJob("triggers.prune", ({ pool, now }: Ctx, limit) =>
  deleteDeliveries(pool, new Date(now().getTime() - DELIVERY_DAYS * DAY_MS), limit),
);
