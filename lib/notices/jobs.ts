import { z } from "zod";
import type { Ctx } from "@/lib/context";
import { cronJob, type Job } from "@/lib/jobs/job";
import { pruningJob } from "@/lib/jobs/pruning";
import { gatherNotices } from "./gathering/service";
import { SEND_JOB } from "./sending/job-name";
import { sendDelivery } from "./sending/service";
import { deleteDeliveries } from "./sending/store";

const EVERY_MINUTE = "* * * * *";
const EVERY_MORNING = "0 6 * * *";
const KEPT_MS = 30 * 24 * 60 * 60 * 1_000;

export const gatherAtOnce = cronJob<Ctx>("notices.atOnce", EVERY_MINUTE, (ctx) =>
  gatherNotices(ctx, "atOnce"),
);
export const gatherDaily = cronJob<Ctx>("notices.daily", EVERY_MORNING, (ctx) => gatherNotices(ctx, "daily"));

export const sendNotices: Job<Ctx> = {
  ...SEND_JOB,
  cron: null,
  run: (ctx, payload) => sendDelivery(ctx, z.object({ id: z.uuid() }).parse(payload).id),
};

export const pruneDeliveries = pruningJob("notices.prune", ({ pool, now }: Ctx, limit) =>
  deleteDeliveries(pool, new Date(now().getTime() - KEPT_MS), limit),
);
