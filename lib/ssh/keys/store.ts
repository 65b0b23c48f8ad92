import type { Db, Pool, Tx } from "@/lib/db/client";
import { sqlIn, sqlOn } from "@/lib/db/sql";
import type { RowSeals } from "@/lib/seals/seals";
import type { SealedFields } from "@/lib/seals/tables";

export interface NewKeyRow extends SealedFields<"ssh_keys"> {
  readonly bits: number;
  readonly comment: string;
}

/** Inserts keys. A unique index decides whether somebody has one of them already. */
export async function insertKeys(tx: Tx, seals: RowSeals, keys: readonly NewKeyRow[]): Promise<void> {
  await tx.sshKey.createMany({ data: keys.map((key) => ({ ...key, seal: seals.of("ssh_keys", key) })) });
}

export interface ListedKey {
  readonly id: string;
  readonly type: string;
  readonly bits: number;
  readonly fingerprint: string;
  readonly comment: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  /** Of the personal key through which it was added. */
  readonly personalKey: { readonly createdAt: Date; readonly expiresAt: Date } | null;
}

/** A person's keys, the latest first. */
export function listKeys(db: Db | Tx, userId: string): Promise<ListedKey[]> {
  return db.sshKey.findMany({
    where: { userId },
    select: {
      ...{ id: true, type: true, bits: true, fingerprint: true, comment: true },
      ...{ createdAt: true, lastUsedAt: true },
      personalKey: { select: { createdAt: true, expiresAt: true } },
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
  });
}

/** Which of these keys somebody has. */
export function findTaken(
  tx: Tx,
  fingerprints: readonly string[],
): Promise<{ readonly fingerprint: string; readonly userId: string }[]> {
  return tx.sshKey.findMany({
    where: { fingerprint: { in: [...fingerprints] } },
    select: { fingerprint: true, userId: true },
  });
}

/** Deletes a key of a person. Answers what it was. */
export async function deleteKey(
  tx: Tx,
  userId: string,
  id: string,
): Promise<{ readonly fingerprint: string; readonly comment: string } | null> {
  const [row] = await sqlIn(tx)<{ fingerprint: string; comment: string }>`
    DELETE FROM ssh_keys WHERE id = ${id}::uuid AND user_id = ${userId}::uuid RETURNING fingerprint, comment`;
  return row ?? null;
}

/** Notes that a key was shown to a host that lets it in, to the minute. */
export async function noteKeyUse(pool: Pool, fingerprint: string, now: Date): Promise<void> {
  await sqlOn(pool)`
    UPDATE ssh_keys SET last_used_at = ${now}::timestamptz WHERE fingerprint = ${fingerprint}
      AND (last_used_at IS NULL OR last_used_at < ${now}::timestamptz - interval '1 minute')`;
}
