import { ACCOUNT, type AccountRow } from "@/lib/accounts/store";
import type { Db, Pool, Tx } from "@/lib/db/client";
import { sqlIn, sqlOn } from "@/lib/db/sql";
import type { RowSeals } from "@/lib/seals/seals";
import type { SealedFields, SealedRow } from "@/lib/seals/tables";
import type { KeyOrigin } from "./model";

export interface FoundKey {
  readonly key: SealedRow<"personal_keys"> & { readonly origin: string; readonly lastUsedAt: Date | null };
  readonly owner: AccountRow;
}

/** The key of a public id, whatever its state, with whose it is. */
export async function findKey(db: Db, publicId: string): Promise<FoundKey | null> {
  const row = await db.personalKey.findUnique({
    where: { publicId },
    include: { user: { select: ACCOUNT } },
  });
  if (!row) return null;
  const { user: owner, ...key } = row;
  return { key, owner };
}

/** How long personal keys last at most, in days. */
export async function findDaysMax(db: Db | Tx): Promise<number> {
  const [row] = await sqlIn(db)<{ days: number }>`
    SELECT personal_key_days_max AS days FROM organisations WHERE is_only`;
  return row?.days ?? 0;
}

export async function insertKey(
  tx: Tx,
  seals: RowSeals,
  key: SealedFields<"personal_keys"> & { readonly secretHash: Uint8Array<ArrayBuffer> },
): Promise<void> {
  await tx.personalKey.create({ data: { ...key, seal: seals.of("personal_keys", key) } });
}

export interface ListedKey {
  readonly id: string;
  readonly name: string;
  readonly origin: KeyOrigin;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly lastUsedAt: Date | null;
  readonly lastUsedIp: string | null;
}

/** A person's keys that were not deleted, the latest first. */
export function listKeys(db: Db | Tx, userId: string): Promise<ListedKey[]> {
  return sqlIn(db)<ListedKey>`
    SELECT id, name, origin, created_at AS "createdAt", expires_at AS "expiresAt", last_used_at AS "lastUsedAt",
      last_used_ip AS "lastUsedIp"
    FROM personal_keys WHERE user_id = ${userId}::uuid ORDER BY created_at DESC, id DESC`;
}

/** Deletes one key of a person, or all of them. Answers what they were. */
export function deleteKeys(
  tx: Tx,
  userId: string,
  id: string | null = null,
): Promise<{ readonly id: string; readonly name: string }[]> {
  return sqlIn(tx)<{ id: string; name: string }>`
    DELETE FROM personal_keys WHERE user_id = ${userId}::uuid AND (${id}::uuid IS NULL OR id = ${id}::uuid)
    RETURNING id, name`;
}

/** Deletes the requests of machines that a person answered and that have no key yet. */
export async function deleteAnsweredDevices(tx: Tx, userId: string): Promise<void> {
  await tx.deviceRequest.deleteMany({ where: { userId } });
}

/** Deletes keys that have ended. Returns how many, at most `limit`. */
export async function deleteEndedKeys(pool: Pool, now: Date, limit: number): Promise<number> {
  const rows = await sqlOn(pool)`
    DELETE FROM personal_keys WHERE id IN (
      SELECT id FROM personal_keys WHERE expires_at <= ${now}
      ORDER BY expires_at LIMIT ${limit}::int FOR UPDATE SKIP LOCKED) RETURNING 1 AS deleted`;
  return rows.length;
}
