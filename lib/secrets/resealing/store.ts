import type { Permit } from "@/lib/authorization/permit";
import type { Pool } from "@/lib/db/client";
import { type Sql, sqlOn } from "@/lib/db/sql";
import type { SealedRow } from "@/lib/seals/tables";
import type { ValueShape } from "../shapes/model";

type ResealPermit = Permit<"projectKey.rotate">;

/** How many versions a key has sealed, with those that are to become one. */
export async function countSealed(pool: Pool, keyId: string): Promise<number> {
  const [row] = await sqlOn(pool)<{ count: number }>`
    SELECT (SELECT count(*) FROM secret_versions WHERE project_key_id = ${keyId}::uuid)::int
      + (SELECT count(*) FROM pending_versions WHERE project_key_id = ${keyId}::uuid)::int AS count`;
  return row?.count ?? 0;
}

/** Versions that a key has sealed, after one of them, by their secrets. By an index that has this order. */
export function nextVersions(
  sql: Sql,
  _: ResealPermit,
  { keyId, afterId, limit }: { readonly keyId: string; readonly afterId: string; readonly limit: number },
): Promise<{ readonly id: string; readonly secretId: string }[]> {
  return sql`
    SELECT id::text, secret_id::text AS "secretId" FROM secret_versions
    WHERE project_key_id = ${keyId}::uuid AND id > ${afterId}::uuid
    ORDER BY id LIMIT ${limit}::int`;
}

export interface LockedSecret {
  readonly id: string;
  readonly variable: string;
  readonly currentVersion: number;
  readonly valueGroup: string | null;
}

/** Secrets that nobody changes until the transaction ends; those that somebody changes at this moment are left out. */
export function lockFree(sql: Sql, _: ResealPermit, ids: readonly string[]): Promise<LockedSecret[]> {
  return sql<LockedSecret>`
    SELECT id::text, variable, current_version AS "currentVersion", value_group AS "valueGroup"
    FROM secrets WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED`;
}

export interface SealedRowOf {
  readonly value: string;
  readonly projectKeyId: string;
  readonly shape: ValueShape | null;
}

/** All versions of secrets that a key has sealed. */
export function versionsOf(
  sql: Sql,
  _: ResealPermit,
  keyId: string,
  secretIds: readonly string[],
): Promise<(SealedRow<"secret_versions"> & SealedRowOf)[]> {
  return sql`
    SELECT id, secret_id AS "secretId", number, fingerprint, created_at AS "createdAt", seal, value,
      project_key_id AS "projectKeyId", shape
    FROM secret_versions WHERE secret_id = ANY(${secretIds}::uuid[]) AND project_key_id = ${keyId}::uuid`;
}

export interface Resealed {
  readonly id: string;
  readonly value: string;
  readonly projectKeyId: string;
  readonly fingerprint: string | null;
  readonly shape: ValueShape | null;
  readonly seal: Uint8Array;
}

export async function updateVersions(sql: Sql, _: ResealPermit, rows: readonly Resealed[]): Promise<void> {
  await sql`
    UPDATE secret_versions AS v SET value = n.value, project_key_id = n.key_id, fingerprint = n.fingerprint,
      shape = n.shape::jsonb, seal = n.seal
    FROM unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ value }) => value)}::text[],
      ${rows.map(({ projectKeyId }) => projectKeyId)}::uuid[], ${rows.map(({ fingerprint }) => fingerprint)}::text[],
      ${rows.map(({ shape }) => shape && JSON.stringify(shape))}::text[], ${rows.map(({ seal }) => hex(seal))}::bytea[])
      AS n (id, value, key_id, fingerprint, shape, seal)
    WHERE v.id = n.id`;
}

export async function updateGroups(
  sql: Sql,
  _: ResealPermit,
  groups: readonly { readonly secretId: string; readonly valueGroup: string }[],
): Promise<void> {
  await sql`
    UPDATE secrets SET value_group = n.value_group
    FROM unnest(${groups.map(({ secretId }) => secretId)}::uuid[], ${groups.map(({ valueGroup }) => valueGroup)}::text[])
      AS n (id, value_group)
    WHERE secrets.id = n.id`;
}

/** Pending values that a key has sealed, which nobody takes until the transaction ends: one for each secret that is being rotated. */
export function lockPending(
  sql: Sql,
  _: ResealPermit,
  keyId: string,
): Promise<(SealedRow<"pending_versions"> & SealedRowOf)[]> {
  return sql`
    SELECT id::text, secret_id AS "secretId", fingerprint, created_at AS "createdAt", seal, value,
      project_key_id AS "projectKeyId", shape
    FROM pending_versions WHERE project_key_id = ${keyId}::uuid FOR UPDATE SKIP LOCKED`;
}

export async function updatePending(sql: Sql, _: ResealPermit, rows: readonly Resealed[]): Promise<void> {
  await sql`
    UPDATE pending_versions AS v SET value = n.value, project_key_id = n.key_id, fingerprint = n.fingerprint,
      shape = n.shape::jsonb, seal = n.seal
    FROM unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ value }) => value)}::text[],
      ${rows.map(({ projectKeyId }) => projectKeyId)}::uuid[], ${rows.map(({ fingerprint }) => fingerprint)}::text[],
      ${rows.map(({ shape }) => shape && JSON.stringify(shape))}::text[], ${rows.map(({ seal }) => hex(seal))}::bytea[])
      AS n (id, value, key_id, fingerprint, shape, seal)
    WHERE v.id = n.id`;
}

function hex(bytes: Uint8Array): string {
  return `\\x${Buffer.from(bytes).toString("hex")}`;
}
