import { changeAccount } from "@/lib/accounts/store";
import type { Db, Tx } from "@/lib/db/client";
import { AppError } from "@/lib/platform/app-error";
import type { RowSeals } from "@/lib/seals/seals";
import { lockSealed } from "@/lib/seals/store";
import { countSecondFactors } from "../pending/store";

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

/** Seals into a person's row how many second factors there are now. Only where it was right before the change. */
export async function noteFactorCount(tx: Tx, seals: RowSeals, userId: string): Promise<void> {
  const { hasTotp, passkeyCount } = await countSecondFactors(tx, userId);
  const secondFactorCount = (hasTotp ? 1 : 0) + passkeyCount;
  if (await changeAccount(tx, seals, userId, { secondFactorCount })) return;
  throw new AppError("notFound", "This person is not there any more.");
}

/** Ends a person's pending sign-ins, but for the one in which something was just set up. */
export async function endOtherPending(tx: Tx, userId: string, kept: string | null): Promise<void> {
  await tx.pendingSignIn.deleteMany({ where: { userId, ...(kept === null ? {} : { id: { not: kept } }) } });
}

/** Says that a pending sign-in now has its second factor. False when it is over. */
export async function markEnrolled(
  tx: Tx,
  seals: RowSeals,
  { id, kind }: { readonly id: string; readonly kind: string },
  now: Date,
): Promise<boolean> {
  const pending = await lockSealed(tx, seals, "pending_sign_ins", { id });
  if (!pending || pending.expiresAt <= now || pending.enrolled !== null) return false;
  const seal = seals.of("pending_sign_ins", { ...pending, enrolled: kind });
  await tx.pendingSignIn.update({ where: { id }, data: { enrolled: kind, seal } });
  return true;
}
