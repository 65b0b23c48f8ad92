import { cronJob, type Job } from "./job";

/** Rows deleted by one statement: few enough to hold up nobody. */
const BATCH_ROWS = 500;
/** What one run deletes at most; the rest is left for the next one. */
const BATCHES_MAX = 200;
const EVERY_TEN_MINUTES = "*/10 * * * *";

/**
 * A job that deletes what has expired, every ten minutes. `deleteBatch` deletes at most `limit` rows and returns how many it
 * deleted. Expired rows grant nothing, so that they go is no event; whoever reads a row looks at its end all the same.
 */
export function pruningJob<C>(name: string, deleteBatch: (ctx: C, limit: number) => Promise<number>): Job<C> {
  return cronJob(name, EVERY_TEN_MINUTES, async (ctx) => {
    for (let batch = 0; batch < BATCHES_MAX; batch += 1) {
      if ((await deleteBatch(ctx, BATCH_ROWS)) < BATCH_ROWS) return;
    }
  });
}
