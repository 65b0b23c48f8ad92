import type { Ctx } from "@/lib/context";
import { cronJob, type Job } from "@/lib/jobs/job";
import type { KeyUser } from "./model";
import { RESEAL_JOB, resealAll, rotateOldKey } from "./service";

const EVERY_MINUTE = "* * * * *";
/** The rest is left for the next minute. */
const WORKS_MS_MAX = 50_000;

/** One project an hour at most, so that sealing anew is spread. */
export const rotateOldKeys: Job<Ctx> = cronJob<Ctx>("projectKeys.rotateOld", "17 * * * *", rotateOldKey);

/** Seals anew what project keys sealed that were replaced. `users` are all kinds of rows that such a key seals. */
export function resealJob(users: readonly KeyUser[]): Job<Ctx> {
  return cronJob<Ctx>(RESEAL_JOB.name, EVERY_MINUTE, async (ctx) => {
    const end = performance.now() + WORKS_MS_MAX;
    await resealAll(ctx, users, () => performance.now() > end);
  });
}
