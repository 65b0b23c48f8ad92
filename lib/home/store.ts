import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import type { FirstSteps } from "./model";

/** How many there are in an environment. */
export interface ScopeCount {
  readonly project: string;
  readonly projectName: string;
  readonly environment: string;
  readonly environmentName: string;
  readonly count: number;
}

/** Secrets of which a rotation failed and was not mended yet, by environment; `limit` of them at most. */
export function failingRotations(pool: Pool, limit: number): Promise<ScopeCount[]> {
  return sqlOn(pool)<ScopeCount>`
    SELECT p.slug AS project, p.name AS "projectName", e.slug AS environment, e.name AS "environmentName", count(*)::int AS count
    FROM (SELECT environment_id FROM rotations WHERE ended_at IS NULL AND error IS NOT NULL LIMIT ${limit}::int) r
      JOIN environments e ON e.id = r.environment_id JOIN projects p ON p.id = e.project_id
    GROUP BY p.slug, p.name, e.slug, e.name, e.position ORDER BY p.slug, e.position`;
}

/** Secrets whose rotation is late, by environment; `limit` of them at most, those first that are late longest. */
export function overdueSecrets(pool: Pool, now: Date, limit: number): Promise<ScopeCount[]> {
  return sqlOn(pool)<ScopeCount>`
    SELECT p.slug AS project, p.name AS "projectName", e.slug AS environment, e.name AS "environmentName", count(*)::int AS count
    FROM (SELECT environment_id FROM rotation_policies WHERE next_at <= ${now}::timestamptz ORDER BY next_at LIMIT ${limit}::int) r
      JOIN environments e ON e.id = r.environment_id JOIN projects p ON p.id = e.project_id
    GROUP BY p.slug, p.name, e.slug, e.name, e.position ORDER BY p.slug, e.position`;
}

/** How many there are in a project; of the whole organisation where that is null. */
export interface ProjectCount {
  readonly project: string | null;
  readonly projectName: string | null;
  readonly count: number;
}

/** Required names that lack a value in some environment, by project. Looks at `limit` pairs of a name and an environment at most. */
export function missingSecrets(pool: Pool, limit: number): Promise<ProjectCount[]> {
  return sqlOn(pool)<ProjectCount>`
    WITH wanted AS MATERIALIZED (
      SELECT e.id, e.project_id, translate(upper(d.name), '-.', '__') AS variable
      FROM declarations d JOIN environments e ON e.project_id = d.project_id
      WHERE d.requirement = 'required' ORDER BY d.project_id, d.name LIMIT ${limit}::int)
    SELECT p.slug AS project, p.name AS "projectName", count(DISTINCT w.variable)::int AS count
    FROM wanted w JOIN projects p ON p.id = w.project_id
    WHERE NOT EXISTS (SELECT 1 FROM secrets s WHERE s.environment_id = w.id AND s.variable = w.variable)
      AND NOT EXISTS (SELECT 1 FROM shared_mappings m WHERE m.environment_id = w.id AND m.variable = w.variable)
    GROUP BY p.slug, p.name ORDER BY p.slug`;
}

/** Sends that failed since, by environment: indexed ones by the whole hour, as the audit log counts them. */
export function failedSends(pool: Pool, since: Date, limit: number): Promise<ScopeCount[]> {
  return sqlOn(pool)<ScopeCount>`
    WITH counted AS (
      SELECT environment_id, events FROM audit_activity
      WHERE hour >= date_trunc('hour', ${since}::timestamptz, 'UTC') AND action = 'allowlist.failed'
      UNION ALL
      (SELECT environment_id, 1 FROM audit_events
       WHERE seq > coalesce((SELECT seq FROM audit_index), 0) AND action = 'allowlist.failed' AND at >= ${since}::timestamptz
       LIMIT ${limit}::int))
    SELECT p.slug AS project, p.name AS "projectName", e.slug AS environment, e.name AS "environmentName", sum(c.events)::int AS count
    FROM counted c JOIN environments e ON e.id = c.environment_id JOIN projects p ON p.id = e.project_id
    GROUP BY p.slug, p.name, e.slug, e.name, e.position ORDER BY p.slug, e.position`;
}

/** Keys that end between two moments, by project; `project` is null for those of the whole organisation. */
export function expiringKeys(
  pool: Pool,
  { from, to }: { readonly from: Date; readonly to: Date },
  limit: number,
): Promise<ProjectCount[]> {
  return sqlOn(pool)<ProjectCount>`
    SELECT p.slug AS project, p.name AS "projectName", count(*)::int AS count
    FROM (SELECT project_id FROM api_keys WHERE revoked_at IS NULL AND expires_at > ${from}::timestamptz
        AND expires_at <= ${to}::timestamptz ORDER BY expires_at LIMIT ${limit}::int) k
      LEFT JOIN projects p ON p.id = k.project_id
    GROUP BY p.slug, p.name ORDER BY p.slug NULLS LAST`;
}

/** What there is already, and about how many secrets: the planner's own figure, 0 for a table it has not looked at. */
export async function whatIsThere(pool: Pool): Promise<FirstSteps & { readonly secretCount: number }> {
  const [row] = await sqlOn(pool)<FirstSteps & { readonly secretCount: number }>`
    SELECT EXISTS (SELECT 1 FROM secrets) AS "hasSecret", EXISTS (SELECT 1 FROM api_keys) AS "hasKey",
      EXISTS (SELECT 1 FROM secret_reads) AS "hasRead",
      (SELECT count(*) > 1 FROM (SELECT 1 FROM users LIMIT 2) u) OR EXISTS (SELECT 1 FROM invitations) AS "hasColleague",
      (SELECT greatest(reltuples, 0)::int FROM pg_class WHERE oid = 'secrets'::regclass) AS "secretCount"`;
  if (!row) throw new Error("a query without FROM gives one row");
  return row;
}

/**
 * How many secrets of a part of the table have a value that is up to each number of days old, and older. A value is as old as
 * the first version that has it, as in the report. `percent` of the table's pages are read.
 */
export async function valueAges(
  pool: Pool,
  now: Date,
  limits: readonly number[],
  percent: number,
): Promise<readonly { readonly part: number; readonly count: number }[]> {
  return sqlOn(pool)`
    SELECT width_bucket(extract(epoch FROM ${now}::timestamptz - o.created_at) / 86400, ${limits}::numeric[])::int AS part,
      count(*)::int AS count
    FROM secrets s TABLESAMPLE SYSTEM (${percent}::real)
      JOIN secret_versions v ON v.secret_id = s.id AND v.number = s.current_version
      CROSS JOIN LATERAL (
        SELECT o.created_at FROM secret_versions o
        WHERE o.secret_id = s.id
          AND (o.number = v.number OR o.number = v.restored_from OR o.fingerprint = v.fingerprint)
        ORDER BY o.number LIMIT 1) o
    GROUP BY 1`;
}
