import type { Db, Tx } from "@/lib/db/client";
import { sqlIn } from "@/lib/db/sql";

/** Takes a person's row until the commit, so that of two changes of their factors one sees what the other did. */
export async function lockPerson(tx: Tx, userId: string): Promise<void> {
  await sqlIn(tx)`SELECT 1 AS locked FROM users WHERE id = ${userId}::uuid FOR UPDATE`;
}

/** Whether a person has a password, and since when an authenticator app. */
export async function findProofs(db: Db, userId: string) {
  const select = { passwordHash: true, totp: { select: { confirmedAt: true } } };
  const person = await db.user.findUnique({ where: { id: userId }, select });
  return { hasPassword: Boolean(person?.passwordHash), totpSince: person?.totp?.confirmedAt ?? null };
}

/** Deletes an authenticator app that counts. */
export async function deleteTotp(tx: Tx, userId: string): Promise<boolean> {
  const { count } = await tx.totp.deleteMany({ where: { userId, confirmedAt: { not: null } } });
  return count === 1;
}

/** Deletes a person's authenticator app, passkeys and recovery codes; says how many factors that were. */
export async function deleteAllFactors(tx: Tx, userId: string): Promise<number> {
  const where = { userId };
  await tx.recoveryCode.deleteMany({ where });
  const passkeys = await tx.passkey.deleteMany({ where });
  const totps = await tx.totp.deleteMany({ where: { ...where, confirmedAt: { not: null } } });
  await tx.totp.deleteMany({ where });
  return passkeys.count + totps.count;
}

/** Ends a person's pending sign-ins, but for the one in which something was just set up. */
export async function endOtherPending(tx: Tx, userId: string, kept: string | null): Promise<void> {
  await tx.pendingSignIn.deleteMany({ where: { userId, ...(kept === null ? {} : { id: { not: kept } }) } });
}

/** Says that a pending sign-in now has its second factor. False when it is over. */
export async function markEnrolled(tx: Tx, id: string, kind: string, now: Date): Promise<boolean> {
  const { count } = await tx.pendingSignIn.updateMany({
    where: { id, expiresAt: { gt: now }, enrolled: null },
    data: { enrolled: kind },
  });
  return count === 1;
}
