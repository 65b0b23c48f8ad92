import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";

export interface KeyRow {
  readonly id: string;
  readonly key: string;
  readonly kind: string;
  readonly project: string | null;
  readonly environment: string | null;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly lastUsedAt: Date | null;
}

/** API keys that work at `now` and were not used after `since`, the one longest unused first. */
export function unusedKeys(pool: Pool, since: Date, now: Date, limit: number): Promise<KeyRow[]> {
  return sqlOn(pool)<KeyRow>`
    SELECT k.id, k.name AS key, k.kind::text AS kind, p.slug AS project, e.slug AS environment,
      k.created_at AS "createdAt", k.created_by AS "createdBy", k.last_used_at AS "lastUsedAt"
    FROM api_keys k LEFT JOIN projects p ON p.id = k.project_id LEFT JOIN environments e ON e.id = k.environment_id
    WHERE k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > ${now}::timestamptz)
      AND coalesce(k.last_used_at, k.created_at) <= ${since}::timestamptz
    ORDER BY coalesce(k.last_used_at, k.created_at), k.name, k.id LIMIT ${limit}::int`;
}

export interface SecretRow {
  readonly secret: string;
  readonly project: string;
  readonly environment: string;
  readonly replacedAt: Date;
  readonly replacedBy: string;
  readonly lastReadAt: Date | null;
}

/**
 * Secrets whose value was not stored after `since`, the oldest first. A value is as old as the first version that has it.
 * Reads of one value by anybody count, and all reads by keys.
 */
export function oldSecrets(pool: Pool, since: Date, limit: number): Promise<SecretRow[]> {
  return sqlOn(pool)<SecretRow>`
    WITH found AS MATERIALIZED (
      SELECT s.id, s.name, s.name_folded, s.environment_id, o.created_at, o.created_by
      FROM secrets s JOIN secret_versions v ON v.secret_id = s.id AND v.number = s.current_version
      CROSS JOIN LATERAL (
        SELECT o.created_at, o.created_by FROM secret_versions o
        WHERE o.secret_id = s.id
          AND (o.number = v.number OR o.number = v.restored_from OR o.fingerprint = v.fingerprint)
        ORDER BY o.number LIMIT 1) o
      WHERE o.created_at <= ${since}::timestamptz
      ORDER BY o.created_at, s.name_folded, s.id LIMIT ${limit}::int)
    SELECT f.name AS secret, p.slug AS project, e.slug AS environment, f.created_at AS "replacedAt",
      f.created_by AS "replacedBy", greatest(
        (SELECT max(r.last_at) FROM secret_reads r WHERE r.secret_id = f.id),
        (SELECT a.at FROM audit_events a WHERE a.secret_id = f.id AND a.action IN ('secret.revealed', 'secret.used')
          ORDER BY a.seq DESC LIMIT 1)) AS "lastReadAt"
    FROM found f JOIN environments e ON e.id = f.environment_id JOIN projects p ON p.id = e.project_id
    ORDER BY f.created_at, f.name_folded, f.id`;
}

/** How many second factors people have now, by their address. */
export async function secondFactors(pool: Pool): Promise<ReadonlyMap<string, number>> {
  const rows = await sqlOn(pool)<{ email: string; count: number }>`
    SELECT email, second_factor_count AS count FROM users`;
  return new Map(rows.map(({ email, count }) => [email, count]));
}

export interface Period {
  readonly from: Date;
  readonly to: Date;
}

export interface ChangeRow {
  readonly project: string | null;
  readonly environment: string | null;
  readonly created: number;
  readonly replaced: number;
  readonly deleted: number;
  readonly changes: number;
}

/** How many events of some actions there were by project and environment: indexed ones by the whole hour. */
export function countChanges(
  pool: Pool,
  actions: readonly string[],
  { from, to }: Period,
  limit: number,
): Promise<ChangeRow[]> {
  return sqlOn(pool)<ChangeRow>`
    WITH counted AS (
      SELECT project_id, environment_id, action, events FROM audit_activity
      WHERE hour >= date_trunc('hour', ${from}::timestamptz, 'UTC') AND hour <= ${to}::timestamptz
        AND action = ANY (${actions}::text[])
      UNION ALL
      SELECT project_id, environment_id, action, 1 FROM audit_events
      WHERE seq > coalesce((SELECT seq FROM audit_index), 0) AND action = ANY (${actions}::text[])
        AND at >= ${from}::timestamptz AND at <= ${to}::timestamptz)
    SELECT p.slug AS project, e.slug AS environment,
      coalesce(sum(c.events) FILTER (WHERE c.action = 'secret.created'), 0)::int AS created,
      coalesce(sum(c.events) FILTER (WHERE c.action IN ('secret.rotated', 'secret.restored')), 0)::int AS replaced,
      coalesce(sum(c.events) FILTER (WHERE c.action = 'secret.deleted'), 0)::int AS deleted,
      sum(c.events)::int AS changes
    FROM counted c LEFT JOIN projects p ON p.id = c.project_id LEFT JOIN environments e ON e.id = c.environment_id
    GROUP BY p.slug, e.slug, e.position ORDER BY p.slug NULLS LAST, e.position NULLS LAST LIMIT ${limit}::int`;
}
