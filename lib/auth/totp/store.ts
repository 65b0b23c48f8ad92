import type { Db, Tx } from "@/lib/db/client";
import { CLOCK_SKEW_SECONDS_MAX, latestNow } from "@/lib/platform/clock";

const STEP_SECONDS = 30;
/** How far the last accepted step may lie after one that is accepted now: clocks differ, and so do those of phones. */
const STEPS_AHEAD_MAX = CLOCK_SKEW_SECONDS_MAX / STEP_SECONDS + 2;

/** The sealed secret that a person's codes are checked by, or null. */
export async function findSecret(db: Db | Tx, userId: string): Promise<string | null> {
  const row = await db.totp.findUnique({ where: { userId }, select: { secret: true } });
  return row?.secret ?? null;
}

/**
 * Spends a step of this very secret and all before it. Of several at once with the same step one gets `true`. A last step
 * of the far future, which a clock that ran ahead left, does not count.
 */
export async function takeStep(
  db: Db | Tx,
  given: { readonly userId: string; readonly secret: string; readonly step: number },
): Promise<boolean> {
  const { userId, secret, step } = given;
  const { count } = await db.totp.updateMany({
    where: { userId, secret, OR: [{ lastStep: { lt: step } }, { lastStep: { gt: step + STEPS_AHEAD_MAX } }] },
    data: { lastStep: step },
  });
  return count === 1;
}

/** Puts a secret where it waits for its first code, over another that did. */
export async function stageSecret(tx: Tx, userId: string, secret: string, now: Date): Promise<void> {
  const next = { nextSecret: secret, nextAt: now };
  await tx.totp.upsert({ where: { userId }, create: { userId, ...next }, update: next });
}

/** The sealed secret that waits for its first code since a time between `since` and now, or null. */
export async function findStaged(db: Db, userId: string, since: Date, now: Date): Promise<string | null> {
  const where = { userId, nextAt: { gt: since, lte: latestNow(now) } };
  const row = await db.totp.findFirst({ where, select: { nextSecret: true }, orderBy: { userId: "asc" } });
  return row?.nextSecret ?? null;
}

/** Makes the staged secret the one that counts, with the step of its first code spent. Of several at once one does. */
export async function confirmStaged(
  tx: Tx,
  given: { readonly userId: string; readonly secret: string; readonly step: number; readonly now: Date },
): Promise<boolean> {
  const { userId, secret, step, now } = given;
  const { count } = await tx.totp.updateMany({
    where: { userId, nextSecret: secret },
    data: { secret, confirmedAt: now, lastStep: step, nextSecret: null, nextAt: null },
  });
  return count === 1;
}
