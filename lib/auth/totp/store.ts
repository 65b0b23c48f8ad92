import type { Db, Tx } from "@/lib/db/client";
import { CLOCK_SKEW_SECONDS_MAX, latestNow } from "@/lib/platform/clock";
import { intact, type RowSeals } from "@/lib/seals/seals";
import { lockSealed } from "@/lib/seals/store";
import type { SealedFields } from "@/lib/seals/tables";

const STEP_SECONDS = 30;
/** How far the last accepted step may lie after one that is accepted now: clocks differ, and so do those of phones. */
const STEPS_AHEAD_MAX = CLOCK_SKEW_SECONDS_MAX / STEP_SECONDS + 2;

const SEALED = {
  ...{ userId: true, secret: true, confirmedAt: true, lastStep: true, nextSecret: true, nextAt: true },
  seal: true,
} as const;

/** The encrypted secret that a person's codes are checked by, or null. */
export async function findSecret(db: Db | Tx, seals: RowSeals, userId: string): Promise<string | null> {
  const row = await db.totp.findUnique({ where: { userId }, select: SEALED });
  return intact(seals, "totps", row)?.secret ?? null;
}

/**
 * Spends a step of this very secret and all before it. Of several at once with the same step one gets `true`. A last step
 * of the far future, which a clock that ran ahead left, does not count.
 */
export async function takeStep(
  tx: Tx,
  seals: RowSeals,
  input: { readonly userId: string; readonly secret: string; readonly step: number },
): Promise<boolean> {
  const { userId, secret, step } = input;
  const row = await lockSealed(tx, seals, "totps", { userId });
  const isFree = row && (row.lastStep < step || row.lastStep > step + STEPS_AHEAD_MAX);
  if (!isFree || row.secret !== secret) return false;
  await write(tx, seals, { ...row, lastStep: step });
  return true;
}

/** Puts a secret where it waits for its first code, over another that did. False when the row is not the program's. */
export async function stageSecret(
  tx: Tx,
  seals: RowSeals,
  { userId, secret, now }: { readonly userId: string; readonly secret: string; readonly now: Date },
): Promise<boolean> {
  const next = { nextSecret: secret, nextAt: now };
  const first = { userId, secret: null, confirmedAt: null, lastStep: 0, ...next };
  // Whoever stages at the same moment decides who waits for whom.
  await tx.totp.createMany({ data: [{ ...first, seal: seals.of("totps", first) }], skipDuplicates: true });
  const row = await lockSealed(tx, seals, "totps", { userId });
  if (!row) return false;
  await write(tx, seals, { ...row, ...next });
  return true;
}

/** The encrypted secret that waits for its first code since a time between `since` and now, or null. */
export async function findStaged(
  db: Db,
  seals: RowSeals,
  userId: string,
  { since, now }: { readonly since: Date; readonly now: Date },
): Promise<string | null> {
  const row = await db.totp.findUnique({ where: { userId }, select: SEALED });
  const staged = intact(seals, "totps", row);
  const isOpen = staged?.nextAt && staged.nextAt > since && staged.nextAt <= latestNow(now);
  return isOpen ? staged.nextSecret : null;
}

/** Makes the staged secret the one that counts, with the step of its first code spent. Of several at once one does. */
export async function confirmStaged(
  tx: Tx,
  seals: RowSeals,
  input: { readonly userId: string; readonly secret: string; readonly step: number; readonly now: Date },
): Promise<boolean> {
  const { userId, secret, step, now } = input;
  const row = await lockSealed(tx, seals, "totps", { userId });
  if (row?.nextSecret !== secret) return false;
  await write(tx, seals, {
    ...{ userId, secret, confirmedAt: now, lastStep: step },
    ...{ nextSecret: null, nextAt: null },
  });
  return true;
}

async function write(tx: Tx, seals: RowSeals, row: SealedFields<"totps">): Promise<void> {
  const { userId, ...data } = row;
  await tx.totp.update({ where: { userId }, data: { ...data, seal: seals.of("totps", row) } });
}
