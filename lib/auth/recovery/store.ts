import type { Tx } from "@/lib/db/client";

/** Puts new codes in the place of all that a person has. */
export async function replaceCodes(
  tx: Tx,
  userId: string,
  codes: readonly { readonly id: string; readonly codeHash: Uint8Array<ArrayBuffer> }[],
  now: Date,
): Promise<void> {
  await deleteCodes(tx, userId);
  await tx.recoveryCode.createMany({ data: codes.map((code) => ({ ...code, userId, createdAt: now })) });
}

export async function deleteCodes(tx: Tx, userId: string): Promise<void> {
  await tx.recoveryCode.deleteMany({ where: { userId } });
}

/** Spends a code. Of several at once one gets `true`. */
export async function takeCode(
  tx: Tx,
  userId: string,
  codeHash: Uint8Array<ArrayBuffer>,
  now: Date,
): Promise<boolean> {
  const where = { userId, codeHash, usedAt: null };
  const { count } = await tx.recoveryCode.updateMany({ where, data: { usedAt: now } });
  return count === 1;
}

export function countCodesLeft(tx: Tx, userId: string): Promise<number> {
  return tx.recoveryCode.count({ where: { userId, usedAt: null } });
}
