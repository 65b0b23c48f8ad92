import type { Visibility } from "@/lib/authorization/permit";
import type { Pool } from "@/lib/db/client";
import { type Sql, sqlOn, templateOf } from "@/lib/db/sql";
import { runTransaction } from "@/lib/db/transaction";
import type { EventScope } from "../store";
import { type EventConditions, eventsOf, type Part } from "./conditions";
import type { SecretNow } from "./model";
import type { AuditFilters } from "./schema";

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

/** What filters name, as the log has it: by the ids of now, and in every spelling. */
export interface Named {
  /** People and API keys. */
  readonly actorIds: readonly string[];
  readonly actorLabels: readonly string[];
  readonly secretIds: readonly string[];
  readonly secretNames: readonly string[];
  readonly targetNames: readonly string[];
  readonly projectIds: readonly string[];
  readonly environmentIds: readonly string[];
  /** Names that `q` is a part of; one more than `NAMES_MAX` when there are too many. */
  readonly parts: readonly string[];
}

/** So many names are looked for one by one. */
export const NAMES_MAX = 500;
/** Of a shorter text nearly every name has it somewhere. */
export const PART_LENGTH_MIN = 3;

/** Looks up what filters name; secrets only where the scope reaches. `targetName` is an exact name, in any case. */
export async function findNamed(
  pool: Pool,
  scope: EventScope,
  filters: AuditFilters,
  targetName: string | null,
): Promise<Named> {
  const { actor, secret, project, environment, q } = filters;
  const part = q !== undefined && q.length >= PART_LENGTH_MIN ? `%${q.replaceAll(/[\\%_]/g, "\\$&")}%` : null;
  const [row] = await sqlOn(pool)<Named>`
    SELECT
      ARRAY(SELECT id::text FROM users WHERE email = lower(${actor ?? null}::text)
        UNION SELECT id::text FROM api_keys WHERE name = ${actor ?? null}::text) AS "actorIds",
      ARRAY(SELECT name FROM audit_names WHERE lower(name) = lower(${actor ?? null}::text)) AS "actorLabels",
      ARRAY(SELECT s.id FROM secrets s JOIN environments e ON e.id = s.environment_id
        WHERE s.name_folded = lower(${secret ?? null}::text)
          AND (${scope.projectId}::uuid IS NULL OR e.project_id = ${scope.projectId}::uuid)
          AND (${scope.environmentId}::uuid IS NULL OR e.id = ${scope.environmentId}::uuid)) AS "secretIds",
      ARRAY(SELECT name FROM audit_names WHERE lower(name) = lower(${secret ?? null}::text)) AS "secretNames",
      ARRAY(SELECT name FROM audit_names WHERE lower(name) = lower(${targetName}::text)) AS "targetNames",
      ARRAY(SELECT id FROM projects WHERE slug = ${project ?? null}::text) AS "projectIds",
      ARRAY(SELECT id FROM environments WHERE slug = ${environment ?? null}::text) AS "environmentIds",
      ARRAY(SELECT name FROM audit_names WHERE lower(name) LIKE lower(${part}::text) LIMIT ${NAMES_MAX + 1}::int) AS parts`;
  if (!row) throw new Error("a query without FROM gives one row");
  return row;
}

const RECORDS = `
    SELECT a.seq, a.at, a.action, a.actor_kind AS "actorKind", a.actor_id AS "actorId", a.actor_label AS actor,
      p.slug AS project, a.environment_id AS "environmentId", e.slug AS environment, a.secret_id AS "secretId", a.target_name AS name, a.detail, a.ip,
      a.user_agent AS "userAgent", a.request_id AS "requestId", encode(a.hash, 'hex') AS hash
    FROM found a LEFT JOIN projects p ON p.id = a.project_id LEFT JOIN environments e ON e.id = a.environment_id`;

/** The next events of the whole log after `afterSeq`, oldest first. */
export function recordsAfter(sql: Sql, afterSeq: number, limit: number): Promise<AuditRecord[]> {
  const text = `
    WITH found AS MATERIALIZED (
      SELECT * FROM audit_events WHERE seq > $1::bigint ORDER BY seq LIMIT $2::int)
    ${RECORDS} ORDER BY a.seq`;
  return sql<AuditRecord>(templateOf(text), String(afterSeq), limit);
}

/** The events of some actions with numbers `after` < seq ≤ `to`, oldest first. */
export function recordsBetween(
  sql: Sql,
  {
    after,
    to,
    actions,
  }: { readonly after: number; readonly to: number; readonly actions: readonly string[] },
): Promise<AuditRecord[]> {
  const text = `
    WITH found AS MATERIALIZED (
      SELECT * FROM audit_events WHERE seq > $1::bigint AND seq <= $2::bigint AND action = ANY ($3::text[]))
    ${RECORDS} ORDER BY a.seq`;
  return sql<AuditRecord>(templateOf(text), String(after), String(to), actions);
}

/** Those of these secrets that are there. */
export function secretsNow(pool: Pool, ids: readonly string[]): Promise<SecretNow[]> {
  return sqlOn(pool)<SecretNow>`
    SELECT s.id, p.slug AS project, e.slug AS environment, s.name
    FROM secrets s JOIN environments e ON e.id = s.environment_id JOIN projects p ON p.id = e.project_id
    WHERE s.id = ANY (${ids}::uuid[])`;
}

/** The events of these numbers that are there, newest first. */
export function recordsOf(sql: Sql, seqs: readonly number[]): Promise<AuditRecord[]> {
  const text = `
    WITH found AS MATERIALIZED (SELECT * FROM audit_events WHERE seq = ANY ($1::bigint[]))
    ${RECORDS} ORDER BY a.seq DESC`;
  return sql<AuditRecord>(templateOf(text), seqs.map(String));
}

export interface Lot {
  readonly seq: number;
  /** 64 hex digits. */
  readonly key: string;
}

/**
 * How many events of a part fit every condition, and the `limit` with the smallest keys: SHA-256 of the seed, a colon and the
 * number of the event.
 */
export async function drawLots(
  pool: Pool,
  conditions: EventConditions,
  part: Part,
  { seed, limit }: { readonly seed: string; readonly limit: number },
): Promise<{ readonly events: number; readonly lots: readonly Lot[] }> {
  const values: unknown[] = [];
  const p = (value: unknown) => `$${values.push(value)}`;
  const from = eventsOf(conditions, part, p, () => "OFFSET 0");
  const text = `
    WITH found AS MATERIALIZED (
      SELECT a.seq, encode(sha256(convert_to(${p(seed)}::text || ':' || a.seq, 'UTF8')), 'hex') AS key FROM ${from})
    SELECT seq, key, (SELECT count(*)::int FROM found) AS events FROM found ORDER BY key LIMIT ${p(limit)}::int`;
  const { rows } = await pool.query<{ seq: string; key: string; events: number }>(text, values);
  return { events: rows[0]?.events ?? 0, lots: rows.map(({ seq, key }) => ({ seq: Number(seq), key })) };
}

/** Events of a part that fit every condition, newest first. */
export async function listEvents(
  pool: Pool,
  conditions: EventConditions,
  part: Part,
  limit: number,
): Promise<AuditRecord[]> {
  const values: unknown[] = [];
  const p = (value: unknown) => `$${values.push(value)}`;
  const from = eventsOf(conditions, part, p, () => `ORDER BY a.seq DESC LIMIT ${p(limit)}::int`);
  const text = `
    WITH found AS MATERIALIZED (SELECT a.* FROM ${from} ORDER BY a.seq DESC LIMIT ${p(limit)}::int)
    ${RECORDS} ORDER BY a.seq DESC`;
  const { rows } = await pool.query<AuditRecord>(text, values);
  return rows;
}

/** What a block must have for any of its events to fit. */
export interface BlockConditions {
  /** At least one term of each. */
  readonly terms: readonly (readonly number[])[];
  readonly from: Date | null;
  readonly to: Date | null;
}

/**
 * Numbers of blocks up to `last` that may hold events that fit, newest first. Terms are only looked for in their index: read
 * from the table, they take a hundred times as long, which the planner does not know.
 */
export function listBlocks(
  pool: Pool,
  { terms, from, to }: BlockConditions,
  last: number,
  limit: number,
): Promise<number[]> {
  const values: unknown[] = [];
  const p = (value: unknown) => `$${values.push(value)}`;
  // What is added keeps the planner from the other indexes.
  const [number, lastAt] =
    terms.length > 0 ? ["number + 0", "last_at + interval '0'"] : ["number", "last_at"];
  const where = [
    `${number} <= ${p(last)}::int`,
    ...terms.map((group) => `terms && ${p(group)}::int[]`),
    ...(from === null ? [] : [`${lastAt} >= ${p(from)}::timestamptz`]),
    ...(to === null ? [] : [`first_at <= ${p(to)}::timestamptz`]),
  ];
  const text = `SELECT number FROM audit_blocks WHERE ${where.join(" AND ")} ORDER BY ${number} DESC LIMIT ${p(limit)}::int`;
  return runTransaction(pool, async (_sql, client) => {
    if (terms.length > 0)
      await client.query("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off");
    const { rows } = await client.query<{ number: number }>(text, values);
    return rows.map(({ number }) => number);
  });
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

/**
 * The earliest time of an event in the whole log, to the hour for those that are indexed, or null. Numbers do not say it: clocks
 * differ between instances, and are set back.
 */
export async function firstEventAt(pool: Pool): Promise<Date | null> {
  const [first] = await sqlOn(pool)<{ at: Date | null }>`
    SELECT least((SELECT min(hour) FROM audit_activity),
      (SELECT min(at) FROM audit_events WHERE seq > coalesce((SELECT seq FROM audit_index), 0))) AS at`;
  return first?.at ?? null;
}

export interface ActionCount {
  readonly start: Date;
  readonly action: string;
  readonly count: number;
}

export type Unit = "hour" | "day" | "week";

/** How many events of a part fit every condition, by action and the hour, day or week (UTC) that they happened in. */
export async function countEvents(
  pool: Pool,
  conditions: EventConditions,
  part: Part,
  unit: Unit,
): Promise<ActionCount[]> {
  const values: unknown[] = [];
  const p = (value: unknown) => `$${values.push(value)}`;
  // Without a limit of its own the planner would read all of the log for the blocks.
  const from = eventsOf(conditions, part, p, () => "OFFSET 0");
  const text = `
    SELECT date_trunc('${unit}', a.at, 'UTC') AS start, a.action, count(*)::int AS count FROM ${from} GROUP BY 1, 2`;
  const { rows } = await pool.query<ActionCount>(text, values);
  return rows;
}

/** The same of all indexed events, from what was counted by the hour. Looks at actions, projects, environments and times alone. */
export async function sumActivity(
  pool: Pool,
  { projectId, environmentId, actions, projectIds, environmentIds, from, to }: EventConditions,
  unit: Unit,
): Promise<ActionCount[]> {
  return sqlOn(pool)<ActionCount>`
    SELECT date_trunc(${unit}::text, hour, 'UTC') AS start, action, sum(events)::int AS count FROM audit_activity
    WHERE hour >= date_trunc('hour', ${from}::timestamptz, 'UTC') AND hour <= ${to}::timestamptz
      AND (${actions}::text[] IS NULL OR action = ANY (${actions}::text[]))
      AND (${projectId}::uuid IS NULL OR project_id = ${projectId}::uuid)
      AND (${environmentId}::uuid IS NULL OR environment_id = ${environmentId}::uuid)
      AND (${projectIds}::uuid[] IS NULL OR project_id = ANY (${projectIds}::uuid[]))
      AND (${environmentIds}::uuid[] IS NULL OR environment_id = ANY (${environmentIds}::uuid[]))
    GROUP BY 1, 2`;
}

/** When the first event of a block happened. */
export async function blockStart(pool: Pool, number: number): Promise<Date | null> {
  const [row] = await sqlOn(pool)<{ firstAt: Date }>`
    SELECT first_at AS "firstAt" FROM audit_blocks WHERE number = ${number}::int`;
  return row?.firstAt ?? null;
}
