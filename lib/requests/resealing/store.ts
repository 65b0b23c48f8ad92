import type { Permit } from "@/lib/authorization/permit";
import type { Pool } from "@/lib/db/client";
import { type Sql, sqlOn } from "@/lib/db/sql";
import type { SealedRow } from "@/lib/seals/tables";
import type { StoredWrites } from "@/lib/secrets/waiting/model";

type ResealPermit = Permit<"projectKey.rotate">;

export async function countSealed(pool: Pool, keyId: string): Promise<number> {
  const [row] = await sqlOn(pool)<{ count: number }>`
    SELECT count(*)::int AS count FROM requested_values WHERE project_key_id = ${keyId}::uuid`;
  return row?.count ?? 0;
}

export interface WaitingRow extends SealedRow<"requested_values"> {
  readonly value: string;
  readonly projectKeyId: string;
  readonly change: StoredWrites;
}

/** Values that a key has sealed, after one of them, with what they are part of; those that are taken at this moment are left out. */
export function lockWaiting(
  sql: Sql,
  _: ResealPermit,
  { keyId, afterId, limit }: { readonly keyId: string; readonly afterId: string; readonly limit: number },
): Promise<WaitingRow[]> {
  return sql`
    SELECT v.id, v.request_id AS "requestId", v.fingerprint, v.seal, v.value, v.project_key_id AS "projectKeyId", r.change
    FROM requested_values v JOIN change_requests r ON r.id = v.request_id
    WHERE v.project_key_id = ${keyId}::uuid AND v.id > ${afterId}::uuid
    ORDER BY v.id LIMIT ${limit}::int FOR UPDATE OF v SKIP LOCKED`;
}

export interface ResealedValue {
  readonly id: string;
  readonly value: string;
  readonly projectKeyId: string;
  readonly fingerprint: string | null;
  readonly seal: Uint8Array;
}

export async function updateWaiting(
  sql: Sql,
  _: ResealPermit,
  rows: readonly ResealedValue[],
): Promise<void> {
  const seals = rows.map(({ seal }) => `\\x${Buffer.from(seal).toString("hex")}`);
  await sql`
    UPDATE requested_values AS v SET value = n.value, project_key_id = n.key_id, fingerprint = n.fingerprint, seal = n.seal
    FROM unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ value }) => value)}::text[],
      ${rows.map(({ projectKeyId }) => projectKeyId)}::uuid[], ${rows.map(({ fingerprint }) => fingerprint)}::text[],
      ${seals}::bytea[]) AS n (id, value, key_id, fingerprint, seal)
    WHERE v.id = n.id`;
}
