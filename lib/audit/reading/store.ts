import type { Visibility } from "@/lib/authorization/grant";
import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import type { AuditAction } from "../model";
import type { EventScope } from "../store";
import type { AuditFilters } from "./schema";

/** What events have to fit, all of it. */
export type EventConditions = Omit<AuditFilters, "action" | "kind" | "outcome"> & {
  readonly actions: readonly AuditAction[] | null;
};

/** What of the log the reader may know of. */
export interface AuditScope extends EventScope {
  /** No event about a secret of another audience; null: all events. */
  readonly audiences: Visibility["audiences"];
}

export interface AuditRecord {
  readonly seq: string;
  readonly at: Date;
  readonly action: string;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly actor: string;
  readonly project: string | null;
  readonly environmentId: string | null;
  readonly environment: string | null;
  readonly secretId: string | null;
  readonly name: string | null;
  readonly detail: string;
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly requestId: string | null;
  readonly hash: string;
}

/** Each condition with its one parameter; only those that are asked for become part of the statement. */
const CONDITIONS = {
  before: (n: string) => `a.seq < ${n}::bigint`,
  projectId: (n: string) => `a.project_id = ${n}::uuid`,
  environmentId: (n: string) => `a.environment_id = ${n}::uuid`,
  // What a deleted secret's audience was is in the event of its deletion.
  audiences: (n: string) => `(a.secret_id IS NULL
    OR EXISTS (SELECT 1 FROM secrets s WHERE s.id = a.secret_id AND s.audience::text = ANY (${n}::text[]))
    OR EXISTS (SELECT 1 FROM audit_events d WHERE d.secret_id = a.secret_id AND d.action = 'secret.deleted'
      AND d.detail::jsonb->>'audience' = ANY (${n}::text[])))`,
  actions: (n: string) => `a.action = ANY (${n}::text[])`,
  actor: (n: string) => `a.actor_id = ANY (ARRAY(
    SELECT ${n}::text UNION SELECT id::text FROM users WHERE email = lower(${n})
    UNION SELECT id::text FROM api_keys WHERE name = ${n}))`,
  // Also under the names that it had before, and those of secrets that are gone.
  secret: (n: string) => `(
    a.secret_id = ANY (ARRAY(SELECT id FROM secrets WHERE name_folded = lower(${n}) AND environment_id IN (SELECT id FROM scope)))
    OR (a.environment_id = ANY (ARRAY(SELECT id FROM scope)) AND (lower(a.target_name) = lower(${n})
      OR (a.secret_id IS NULL AND lower(a.detail) LIKE '%' || lower(to_json(${n}::text)::text) || '%'))))`,
  endpoint: (n: string) => `(a.action LIKE 'allowlist.%' AND lower(a.target_name) = lower(${n}))`,
  project: (n: string) => `a.project_id = ANY (ARRAY(SELECT id FROM projects WHERE slug = ${n}))`,
  environment: (n: string) => `a.environment_id = ANY (ARRAY(SELECT id FROM environments WHERE slug = ${n}))`,
  ip: (n: string) => `a.ip = ${n}`,
  requestId: (n: string) => `a.request_id = ${n}`,
  q: (n: string) => `strpos(lower(concat_ws(E'\\n', a.target_name, a.actor_label)), lower(${n})) > 0`,
  from: (n: string) => `a.at >= ${n}::timestamptz`,
  to: (n: string) => `a.at <= ${n}::timestamptz`,
} as const;

/** Events of a scope, newest first, that fit every filter and are older than `before`. */
export async function listEvents(
  pool: Pool,
  scope: AuditScope,
  filters: EventConditions,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): Promise<AuditRecord[]> {
  const input = { ...scope, ...filters, before: before === null ? null : String(before) };
  const values: unknown[] = [scope.projectId, scope.environmentId];
  const conditions = (Object.keys(CONDITIONS) as (keyof typeof CONDITIONS)[]).flatMap((name) => {
    const value = input[name] ?? null;
    if (value === null) return [];
    return CONDITIONS[name](`$${values.push(value)}`);
  });
  const text = `
    WITH scope AS MATERIALIZED (
      SELECT id FROM environments
      WHERE ($1::uuid IS NULL OR project_id = $1::uuid) AND ($2::uuid IS NULL OR id = $2::uuid)
    ), found AS MATERIALIZED (
      SELECT * FROM audit_events a ${conditions.length > 0 ? `WHERE ${conditions.join(" AND ")}` : ""}
      ORDER BY a.seq DESC LIMIT ${limit}
    )
    SELECT a.seq, a.at, a.action, a.actor_kind AS "actorKind", a.actor_id AS "actorId", a.actor_label AS actor,
      p.slug AS project, a.environment_id AS "environmentId", e.slug AS environment, a.secret_id AS "secretId", a.target_name AS name, a.detail, a.ip,
      a.user_agent AS "userAgent", a.request_id AS "requestId", encode(a.hash, 'hex') AS hash
    FROM found a LEFT JOIN projects p ON p.id = a.project_id LEFT JOIN environments e ON e.id = a.environment_id
    ORDER BY a.seq DESC`;
  const { rows } = await pool.query<AuditRecord>(text, values);
  return rows;
}

/** A name as an event of an environment has it. */
export interface NameThere {
  readonly environmentId: string;
  readonly nameFolded: string;
}

/** Those of the names that stand for a secret of one of these audiences now: one of the environment, or a shared one. */
export async function visibleNames(
  pool: Pool,
  asked: readonly NameThere[],
  audiences: Visibility["audiences"],
): Promise<NameThere[]> {
  return sqlOn(pool)<NameThere>`
    SELECT DISTINCT q.environment_id AS "environmentId", q.name_folded AS "nameFolded"
    FROM unnest(
      ${asked.map(({ environmentId }) => environmentId)}::uuid[], ${asked.map(({ nameFolded }) => nameFolded)}::text[]
    ) AS q (environment_id, name_folded)
    CROSS JOIN LATERAL (
      SELECT s.audience FROM secrets s WHERE s.environment_id = q.environment_id AND s.name_folded = q.name_folded
      UNION ALL
      SELECT s.audience FROM shared_mappings m JOIN secrets s ON s.id = m.secret_id
      WHERE m.environment_id = q.environment_id AND m.name_folded = q.name_folded
    ) found
    WHERE ${audiences}::text[] IS NULL OR found.audience::text = ANY(${audiences}::text[])`;
}
