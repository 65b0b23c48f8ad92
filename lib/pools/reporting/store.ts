import type { Pool } from "@/lib/db/client";
import { type Sql, sqlOn } from "@/lib/db/sql";
import type { MemberRef } from "../usage/usage";

/** How many of a secret's last events are looked through for what is not noted yet. */
const EVENTS_MAX = 1_000;

/**
 * The version that a key was given last of a secret, since a time; null for none. What is noted beside the answers may lag by some
 * seconds, and another instance may have given it: the audit log has it already.
 */
export async function lastTaken(
  pool: Pool,
  { keyId, secretId, since }: { readonly keyId: string; readonly secretId: string; readonly since: Date },
): Promise<number | null> {
  const [row] = await sqlOn(pool)<{ version: number }>`
    SELECT version FROM (
      SELECT version, last_at AS at FROM secret_reads WHERE secret_id = ${secretId}::uuid AND api_key_id = ${keyId}::uuid
      UNION ALL
      SELECT (detail::jsonb ->> 'version')::int, at FROM (
        SELECT * FROM audit_events WHERE secret_id = ${secretId}::uuid ORDER BY seq DESC LIMIT ${EVENTS_MAX}::int
      ) e WHERE e.action = 'pool.taken' AND e.actor_id = ${keyId}
    ) taken WHERE at >= ${since}::timestamptz ORDER BY at DESC, version DESC LIMIT 1`;
  return row?.version ?? null;
}

/**
 * Takes a member out until a time. Null when it is out as long as that already; else until when it was out before.
 */
export async function limitMember(
  sql: Sql,
  { poolId, secretId }: MemberRef,
  { until, keyId }: { readonly until: Date; readonly keyId: string | null },
): Promise<{ readonly before: Date | null } | null> {
  const [row] = await sql<{ before: Date | null }>`
    UPDATE key_pool_members m SET out_until = ${until}::timestamptz, limited_by = ${keyId}::uuid
    FROM (
      SELECT out_until AS before FROM key_pool_members
      WHERE pool_id = ${poolId}::uuid AND secret_id = ${secretId}::uuid FOR UPDATE
    ) old
    WHERE m.pool_id = ${poolId}::uuid AND m.secret_id = ${secretId}::uuid
      AND (old.before IS NULL OR old.before < ${until}::timestamptz)
    RETURNING old.before`;
  return row ?? null;
}

/** Takes a member out as long as a version is current. Returns whether it was not out for that already. */
export async function refuseMember(
  sql: Sql,
  { poolId, secretId }: MemberRef,
  { version, now }: { readonly version: number; readonly now: Date },
): Promise<boolean> {
  const rows = await sql`
    UPDATE key_pool_members SET refused_version = ${version}::int, refused_at = ${now}::timestamptz
    WHERE pool_id = ${poolId}::uuid AND secret_id = ${secretId}::uuid AND refused_version IS DISTINCT FROM ${version}::int
    RETURNING true`;
  return rows.length > 0;
}

/** Ends a limit that a report of the same key set. Returns whether there was one. */
export async function endOwnLimit(
  sql: Sql,
  { poolId, secretId }: MemberRef,
  { keyId, now }: { readonly keyId: string; readonly now: Date },
): Promise<boolean> {
  const rows = await sql`
    UPDATE key_pool_members SET out_until = NULL, limited_by = NULL
    WHERE pool_id = ${poolId}::uuid AND secret_id = ${secretId}::uuid AND limited_by = ${keyId}::uuid
      AND out_until > ${now}::timestamptz
    RETURNING true`;
  return rows.length > 0;
}

/** Ends every limit and refusal of a member. Returns whether there was one that counts. */
export async function putBack(sql: Sql, { poolId, secretId }: MemberRef, now: Date): Promise<boolean> {
  const rows = await sql`
    UPDATE key_pool_members m SET out_until = NULL, limited_by = NULL, refused_version = NULL, refused_at = NULL
    FROM secrets s
    WHERE m.pool_id = ${poolId}::uuid AND m.secret_id = ${secretId}::uuid AND s.id = m.secret_id
      AND (m.out_until > ${now}::timestamptz OR m.refused_version = s.current_version)
    RETURNING true`;
  return rows.length > 0;
}
