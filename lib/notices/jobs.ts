import { z } from "zod";
import type { Ctx } from "@/lib/context";
import { sqlOn } from "@/lib/db/sql";
import { cronJob, enqueue, job } from "@/lib/jobs/job";
import { pruningJob } from "@/lib/jobs/pruning";
import { gatherNotices } from "./gathering/service";
import { dueChannels, sendDue } from "./sending/service";
import { deleteDeliveries } from "./sending/store";

const EVERY_MINUTE = "* * * * *";
const EVERY_MORNING = "0 6 * * *";
const KEPT_MS = 30 * 24 * 60 * 60 * 1_000;

/** Sends what is due for one channel, or the mails; what fails is due again later. */
export const sendNotices = job<Ctx, unknown>("notices.send", (ctx, payload) =>
  sendDue(ctx, z.object({ channelId: z.uuid().nullable() }).parse(payload).channelId),
);

export const gatherAtOnce = cronJob<Ctx>("notices.atOnce", EVERY_MINUTE, async (ctx) => {
  await gatherNotices(ctx, "atOnce");
  for (const channelId of await dueChannels(ctx)) {
    const key = `${sendNotices.name}/${channelId ?? "mail"}`;
    await enqueue(sqlOn(ctx.pool), sendNotices, { channelId }, { key });
  }
});
export const gatherDaily = cronJob<Ctx>("notices.daily", EVERY_MORNING, (ctx) => gatherNotices(ctx, "daily"));

export const pruneDeliveries = pruningJob("notices.prune", ({ pool, now }: Ctx, limit) =>
  deleteDeliveries(pool, new Date(now().getTime() - KEPT_MS), limit),
);
