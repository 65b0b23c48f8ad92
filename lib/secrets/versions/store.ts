import type { Grant } from "@/lib/authorization/grant";
import type { Pool, Tx } from "@/lib/db/client";
import { sqlIn, sqlOn } from "@/lib/db/sql";
import type { SealedValue } from "@/lib/keys/keyring";
import type { Stamp } from "../store";

export interface VersionInsert {
  readonly id: string;
  readonly sealed: SealedValue;
  readonly origin: "rotated" | "restored";
  readonly restoredFrom: number | null;
}

/**
 * Makes `version` the current one and returns its number, or null when the secret is gone or, if `revision` is
 * given, was changed since. The secret's row is locked by the update, so numbers have no gap and no double.
 */
export async function addVersion(
  tx: Tx,
  grant: Grant<"secret.rotate"> | Grant<"secret.restore">,
  version: VersionInsert,
  revision: number | null,
  { now, by }: Stamp,
): Promise<number | null> {
  const [secret] = await sqlIn(tx)<{ number: number }>`
    UPDATE secrets SET current_version = current_version + 1, revision = revision + 1,
      updated_at = ${now}::timestamptz, updated_by = ${by}
    WHERE id = ${grant.secret.id}::uuid AND (${revision}::int IS NULL OR revision = ${revision}::int)
    RETURNING current_version AS number`;
  if (!secret) return null;
  const { sealed, ...rest } = version;
  await tx.secretVersion.create({
    data: {
      ...rest,
      ...sealed,
      secretId: grant.secret.id,
      number: secret.number,
      createdAt: now,
      createdBy: by,
    },
  });
  return secret.number;
}

/** The oldest version before `number` with the same value, told by the fingerprint alone. */
export async function findSameValue(
  tx: Tx,
  secretId: string,
  fingerprint: string,
  number: number,
): Promise<number | null> {
  const [same] = await sqlIn(tx)<{ number: number | null }>`
    SELECT min(number) AS number FROM secret_versions
    WHERE secret_id = ${secretId}::uuid AND fingerprint = ${fingerprint} AND number < ${number}::int`;
  return same?.number ?? null;
}

/** What is stored of one version. Only with proof that it may be opened. */
export async function findSealed(
  pool: Pool,
  grant: Grant<"secret.restore">,
  number: number,
): Promise<{ readonly id: string; readonly value: string; readonly projectKeyId: string } | null> {
  const [version] = await sqlOn(pool)<{ id: string; value: string; projectKeyId: string }>`
    SELECT id, value, project_key_id AS "projectKeyId" FROM secret_versions
    WHERE secret_id = ${grant.secret.id} AND number = ${number}`;
  return version ?? null;
}
