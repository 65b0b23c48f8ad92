import type { Sql } from "@/lib/db/sql";

/** What is counted row by row is counted so far. */
const COUNTED_MAX = 10_000;
const EXPIRING_MAX = 1_000;

export interface DatabaseFigures {
  readonly bytes: number;
  /** Sessions that have not expired, of all instances. */
  readonly sessions: number;
  /** API keys that end within 14 days. */
  readonly expiringKeys: number;
  /** Current values of secrets that end within 14 days. */
  readonly expiringValues: number;
  /** Null before there is one. */
  readonly masterKeySeconds: number | null;
  /** Of the oldest one in use; null where there is none. */
  readonly projectKeySeconds: number | null;
  /** Events of the audit log that it cannot be searched for yet. */
  readonly unindexed: number;
}

/** One statement of single rows, ends of indexes and counts that stop. */
export async function databaseFigures(sql: Sql): Promise<DatabaseFigures> {
  const [row] = await sql<DatabaseFigures>`
    SELECT pg_database_size(current_database())::float8 AS bytes,
      (SELECT count(*)::int FROM (SELECT 1 FROM sessions WHERE expires_at > now() LIMIT ${COUNTED_MAX}::int) s) AS sessions,
      (SELECT count(*)::int FROM (SELECT 1 FROM api_keys WHERE revoked_at IS NULL AND expires_at > now()
        AND expires_at <= now() + interval '14 days' LIMIT ${EXPIRING_MAX}::int) k) AS "expiringKeys",
      (SELECT count(*)::int FROM (SELECT 1 FROM secret_versions v JOIN secrets s ON s.id = v.secret_id
          AND s.current_version = v.number WHERE v.expires_at > now() AND v.expires_at <= now() + interval '14 days'
        LIMIT ${EXPIRING_MAX}::int) v) AS "expiringValues",
      (SELECT extract(epoch FROM now() - created_at)::float8 FROM master_keys WHERE retired_at IS NULL)
        AS "masterKeySeconds",
      (SELECT extract(epoch FROM now() - min(created_at))::float8 FROM project_keys WHERE is_active)
        AS "projectKeySeconds",
      greatest(0, coalesce((SELECT seq FROM audit_head), 0) - coalesce((SELECT seq FROM audit_index), 0))::float8
        AS unindexed`;
  if (!row) throw new Error("a query without FROM gives one row");
  return row;
}
