import type { Sql } from "@/lib/db/sql";

/** A row that contradicts other rows or the log, although its own seal may fit. */
export interface Contradiction {
  readonly table: "users" | "api_keys" | "secrets";
  readonly id: string;
  readonly name: string;
}

/** People who have another number of second factors than their sealed row says. */
export function findLostFactors(sql: Sql): Promise<Contradiction[]> {
  return sql<Contradiction>`
    SELECT 'users' AS table, u.id, u.email AS name FROM users u
    WHERE u.second_factor_count <>
      (SELECT count(*) FROM totps t WHERE t.user_id = u.id AND t.confirmed_at IS NOT NULL)
      + (SELECT count(*) FROM passkeys p WHERE p.user_id = u.id)
    ORDER BY u.id`;
}

/** Secrets that have a newer version than their current one: an older row was put back. */
export function findSetBackSecrets(sql: Sql): Promise<Contradiction[]> {
  return sql<Contradiction>`
    SELECT 'secrets' AS table, s.id, s.name FROM secrets s
    WHERE EXISTS (SELECT 1 FROM secret_versions v WHERE v.secret_id = s.id AND v.number > s.current_version)
    ORDER BY s.id`;
}

/** Secrets that had a newer version than their current one, as the log has it. Reads the log once, however many secrets there are. */
export function findSecretsBehindLog(sql: Sql): Promise<Contradiction[]> {
  return sql<Contradiction>`
    SELECT 'secrets' AS table, s.id, s.name FROM secrets s JOIN (
      SELECT DISTINCT ON (secret_id) secret_id, detail FROM audit_events
      WHERE action IN ('secret.created', 'secret.rotated', 'secret.restored') AND secret_id IS NOT NULL
      ORDER BY secret_id, seq DESC
    ) told ON told.secret_id = s.id
    WHERE s.current_version < (told.detail::jsonb ->> 'version')::int
    ORDER BY s.id`;
}

/** API keys that the log says were revoked, and their rows do not. */
export function findUnrevokedKeys(sql: Sql): Promise<Contradiction[]> {
  return sql<Contradiction>`
    SELECT 'api_keys' AS table, k.id, k.name FROM api_keys k
    WHERE k.revoked_at IS NULL AND k.id::text IN (
      SELECT a.detail::jsonb ->> 'id' FROM audit_events a WHERE a.action = 'apiKey.revoked')
    ORDER BY k.id`;
}

/** API keys that reach other secrets than the log says they were narrowed or widened to last, by their number. */
export function findOtherwiseNarrowedKeys(sql: Sql): Promise<Contradiction[]> {
  return sql<Contradiction>`
    SELECT 'api_keys' AS table, k.id, k.name FROM api_keys k JOIN (
      SELECT DISTINCT ON (detail::jsonb ->> 'id') detail::jsonb ->> 'id' AS id, (detail::jsonb ->> 'secrets')::int AS secrets
      FROM audit_events WHERE action IN ('apiKey.narrowed', 'apiKey.widened')
      ORDER BY detail::jsonb ->> 'id', seq DESC
    ) told ON told.id = k.id::text
    WHERE CASE WHEN k.is_narrowed THEN cardinality(k.allowed_secret_ids) END IS DISTINCT FROM told.secrets
    ORDER BY k.id`;
}

/** People who have another role or status than the log gave them last. */
export function findChangedPeople(sql: Sql): Promise<Contradiction[]> {
  return sql<Contradiction>`
    WITH roles AS (
      SELECT DISTINCT ON (target_name) target_name AS email,
        CASE action WHEN 'owner.setUp' THEN 'owner' WHEN 'person.created' THEN detail::jsonb ->> 'role'
          ELSE detail::jsonb ->> 'to' END AS role
      FROM audit_events WHERE action IN ('owner.setUp', 'person.created', 'person.roleChanged')
      ORDER BY target_name, seq DESC
    ), states AS (
      SELECT DISTINCT ON (target_name) target_name AS email,
        CASE action WHEN 'person.suspended' THEN 'suspended' ELSE 'active' END AS status
      FROM audit_events WHERE action IN ('owner.setUp', 'person.created', 'person.suspended', 'person.restored')
      ORDER BY target_name, seq DESC
    )
    SELECT 'users' AS table, u.id, u.email AS name
    FROM users u LEFT JOIN roles r ON r.email = u.email LEFT JOIN states s ON s.email = u.email
    WHERE u.role::text <> r.role OR u.status::text <> s.status ORDER BY u.id`;
}

/** The rows that an operator accepted as they were, as `table/id`. */
export async function findAccepted(sql: Sql): Promise<Set<string>> {
  const rows = await sql<{ detail: string }>`SELECT detail FROM audit_events WHERE action = 'row.accepted'`;
  return new Set(rows.flatMap(({ detail }) => acceptedRow(detail)));
}

/** The log may have been tampered with too. */
function acceptedRow(detail: string): string[] {
  try {
    const { table, id } = JSON.parse(detail);
    return [`${table}/${id}`];
  } catch {
    return [];
  }
}

type AlertName = "tampered" | "rolledBack" | "mismatched" | "broken" | "verified";

/**
 * Numbers of the last events that say that a row was tampered with, the log set back or broken, or a witness contradicted, and
 * that all is well again.
 */
export async function lastAlert(sql: Sql): Promise<Readonly<Record<AlertName, number>>> {
  const [row] = await sql<Readonly<Record<AlertName, string>>>`
    SELECT
      coalesce((SELECT max(seq) FROM audit_events WHERE action = 'row.tampered'), 0) AS tampered,
      coalesce((SELECT max(seq) FROM audit_events WHERE action = 'audit.rolledBack'), 0) AS "rolledBack",
      coalesce((SELECT max(seq) FROM audit_events WHERE action = 'audit.witnessMismatch'), 0) AS mismatched,
      coalesce((SELECT max(seq) FROM audit_events WHERE action = 'audit.broken'), 0) AS broken,
      coalesce((SELECT max(seq) FROM audit_events WHERE action = 'rows.verified'), 0) AS verified`;
  return {
    tampered: Number(row?.tampered ?? 0),
    rolledBack: Number(row?.rolledBack ?? 0),
    mismatched: Number(row?.mismatched ?? 0),
    broken: Number(row?.broken ?? 0),
    verified: Number(row?.verified ?? 0),
  };
}

/** At which event the log is broken, as an event says; null where that one says nothing of the kind. */
export async function brokenAt(sql: Sql, seq: number): Promise<number | null> {
  const [row] = await sql<{ at: string | null }>`
    SELECT substring(detail FROM '"seq":(\\d{1,15})') AS at FROM audit_events WHERE seq = ${String(seq)}::bigint`;
  return row?.at ? Number(row.at) : null;
}
