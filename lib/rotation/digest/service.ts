import type { Ctx } from "@/lib/context";
import { DIGEST_NAMED_MAX, type Digest } from "./model";
import * as store from "./store";

const DAY_MS = 24 * 60 * 60 * 1_000;
/** How long before its time a secret is told of, once. */
const TOLD_BEFORE_DAYS = 7;

/**
 * What people are told of rotations each morning: what needs attention, what is overdue, and what became due within a week
 * since yesterday. Decides about nobody: whom it is told is not decided here.
 */
export async function rotationDigest({ pool, now }: Pick<Ctx, "pool" | "now">): Promise<Digest> {
  const time = now();
  const soonFrom = new Date(time.getTime() + (TOLD_BEFORE_DAYS - 1) * DAY_MS);
  const soonUntil = new Date(time.getTime() + TOLD_BEFORE_DAYS * DAY_MS);
  const yesterday = new Date(time.getTime() - DAY_MS);
  const [failed, overdue, soon, ending] = await Promise.all([
    store.listFailed(pool, DIGEST_NAMED_MAX),
    store.listDueBetween(pool, null, time, DIGEST_NAMED_MAX),
    store.listDueBetween(pool, soonFrom, soonUntil, DIGEST_NAMED_MAX),
    store.listEnding(pool, yesterday, soonUntil, DIGEST_NAMED_MAX),
  ]);
  return { failed, overdue, soon, ending };
}
