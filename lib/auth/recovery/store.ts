import type { Tx } from "@/lib/db/client";
import type { RowSeals } from "@/lib/seals/seals";
import { lockSealed } from "@/lib/seals/store";

/** Puts new codes in the place of all that a person has. */
export async function replaceCodes(
  tx: Tx,
  seals: RowSeals,
  userId: string,
  codes: readonly { readonly id: string; readonly codeHash: Uint8Array<ArrayBuffer> }[],
  now: Date,
): Promise<void> {
  await deleteCodes(tx, userId);
  const data = codes.map((code) => {
    const seal = seals.of("recovery_codes", { ...code, userId, usedAt: null });
    return { ...code, userId, createdAt: now, seal };
  });
  await tx.recoveryCode.createMany({ data });
}

export async function deleteCodes(tx: Tx, userId: string): Promise<void> {
  await tx.recoveryCode.deleteMany({ where: { userId } });
}

/** Spends a code. Of several at once one gets `true`. */
export async function takeCode(
  tx: Tx,
  seals: RowSeals,
  userId: string,
  codeHash: Uint8Array<ArrayBuffer>,
  now: Date,
): Promise<boolean> {
  const code = await lockSealed(tx, seals, "recovery_codes", { userId, codeHash });
  if (code?.usedAt !== null) return false;
  const seal = seals.of("recovery_codes", { ...code, usedAt: now });
  await tx.recoveryCode.update({ where: { id: code.id }, data: { usedAt: now, seal } });
  return true;
}

export function countCodesLeft(tx: Tx, userId: string): Promise<number> {
  return tx.recoveryCode.count({ where: { userId, usedAt: null } });
}
