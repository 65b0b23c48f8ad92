import type { Ctx } from "@/lib/context";
import type { Pool } from "@/lib/db/client";
import { type Sql, sqlOn, templateOf } from "@/lib/db/sql";
import { latestNow } from "@/lib/platform/clock";
import type { SealedFields, SealedRow } from "@/lib/seals/tables";
import { ATTEMPTS_MAX, type EndReason } from "../model";

export interface NewLeaseRow extends SealedFields<"leases"> {
  readonly ttlSeconds: number;
  readonly createdBy: string;
  readonly expiresAt: Date;
  /** When the user is dropped if nobody tells until then that it is made. */
  readonly dueAt: Date;
}

/** A lease, and where it is. */
export interface LeaseRow extends SealedRow<"leases"> {
  readonly project: string;
  readonly environment: string;
  readonly projectId: string;
  /** The name of its source. */
  readonly source: string;
  readonly ttlSeconds: number;
  readonly createdBy: string;
  readonly expiresAt: Date;
  readonly madeAt: Date | null;
  readonly endReason: EndReason | null;
  readonly endedAt: Date | null;
  readonly attempts: number;
  readonly error: string | null;
}

const COLUMNS = `l.id, l.source_id AS "sourceId", l.environment_id AS "environmentId", l.api_key_id AS "apiKeyId",
  l.user_name AS "userName", l.created_at AS "createdAt", l.max_at AS "maxAt", l.seal, p.slug AS project,
  e.slug AS environment, e.project_id AS "projectId", s.name AS source, l.ttl_seconds AS "ttlSeconds",
  l.created_by AS "createdBy", l.expires_at AS "expiresAt", l.made_at AS "madeAt", l.end_reason AS "endReason",
  l.ended_at AS "endedAt", l.attempts, l.error`;
const JOINED = `JOIN lease_sources s ON s.id = l.source_id JOIN environments e ON e.id = l.environment_id
  JOIN projects p ON p.id = e.project_id`;

export async function insertLease(
  sql: Sql,
  { seals }: Pick<Ctx, "seals">,
  lease: NewLeaseRow,
): Promise<void> {
  const { id, sourceId, environmentId, apiKeyId, userName, createdAt, maxAt } = lease;
  const seal = seals.of("leases", lease);
  await sql`
    INSERT INTO leases (id, source_id, environment_id, api_key_id, user_name, ttl_seconds, created_at, created_by, max_at,
      expires_at, attempts, due_at, seal)
    VALUES (${id}::uuid, ${sourceId}::uuid, ${environmentId}::uuid, ${apiKeyId}::uuid, ${userName}, ${lease.ttlSeconds}::int,
      ${createdAt}::timestamptz, ${lease.createdBy}, ${maxAt}::timestamptz, ${lease.expiresAt}::timestamptz, 0,
      ${lease.dueAt}::timestamptz, ${seal}::bytea)`;
}

/** Notes that the user is made. False when somebody ended the lease meanwhile: then it is the caller who drops it. */
export async function setMade(sql: Sql, id: string, now: Date): Promise<boolean> {
  const rows = await sql`
    UPDATE leases SET made_at = ${now}::timestamptz, due_at = expires_at
    WHERE id = ${id}::uuid AND made_at IS NULL AND ended_at IS NULL AND end_reason IS NULL RETURNING true`;
  return rows.length > 0;
}

/** Notes that making the user failed: whether it is there is not known, so it is to be dropped at once. */
export async function setNotMade(sql: Sql, id: string, now: Date): Promise<void> {
  await sql`
    UPDATE leases SET end_reason = coalesce(end_reason, 'failed'), expires_at = least(expires_at, ${now}::timestamptz),
      due_at = ${now}::timestamptz
    WHERE id = ${id}::uuid AND ended_at IS NULL RETURNING true`;
}

/** Has a lease end later. False when it ended or is to end already. */
export async function extend(sql: Sql, id: string, expiresAt: Date, now: Date): Promise<boolean> {
  const rows = await sql`
    UPDATE leases SET expires_at = ${expiresAt}::timestamptz, due_at = ${expiresAt}::timestamptz
    WHERE id = ${id}::uuid AND made_at IS NOT NULL AND ended_at IS NULL AND end_reason IS NULL
      AND expires_at > ${now}::timestamptz RETURNING true`;
  return rows.length > 0;
}

/** Has a lease end now, unless it ended. One that is being made ends when whoever makes it is done, or gone. */
export async function requestEnd(sql: Sql, id: string, reason: EndReason, now: Date): Promise<boolean> {
  const rows = await sql`
    UPDATE leases SET end_reason = coalesce(end_reason, ${reason}), expires_at = least(expires_at, ${now}::timestamptz),
      due_at = CASE WHEN made_at IS NULL THEN due_at ELSE ${now}::timestamptz END
    WHERE id = ${id}::uuid AND ended_at IS NULL RETURNING true`;
  return rows.length > 0;
}

/** The same for all leases of API keys. */
export async function requestEndOfKeys(sql: Sql, keyIds: readonly string[], now: Date): Promise<void> {
  await sql`
    UPDATE leases SET end_reason = 'keyEnded', expires_at = least(expires_at, ${now}::timestamptz),
      due_at = CASE WHEN made_at IS NULL THEN due_at ELSE ${now}::timestamptz END
    WHERE api_key_id = ANY(${keyIds}::uuid[]) AND ended_at IS NULL AND end_reason IS NULL`;
}

/** The API keys that have leases which nobody ended. */
export async function keysWithLeases(pool: Pool): Promise<string[]> {
  const rows = await sqlOn(pool)<{ id: string }>`
    SELECT DISTINCT api_key_id AS id FROM leases
    WHERE ended_at IS NULL AND end_reason IS NULL AND api_key_id IS NOT NULL`;
  return rows.map(({ id }) => id);
}

/** A claim that lasts longer was made by a clock that ran ahead. */
const CLAIM_MS_MAX = 10 * 60_000;

/** What may be dropped: its time has come, or a clock that ran ahead made it; and nobody works at it. */
const CLAIMABLE = `l.ended_at IS NULL AND (l.due_at <= $1::timestamptz OR l.created_at > $2::timestamptz)
  AND (l.claimed_until IS NULL OR l.claimed_until < $3::timestamptz OR l.claimed_until > $4::timestamptz)`;

const CLAIM_NEXT = templateOf(`
  WITH first AS (SELECT l.source_id FROM leases l WHERE ${CLAIMABLE} ORDER BY l.due_at LIMIT 1),
  next AS (
    SELECT l.id FROM leases l WHERE l.source_id = (SELECT source_id FROM first) AND ${shifted(CLAIMABLE, 4)}
    ORDER BY l.due_at LIMIT $9::int FOR UPDATE SKIP LOCKED
  ), claimed AS (
    UPDATE leases u SET claimed_until = $10::timestamptz FROM next WHERE u.id = next.id RETURNING u.*
  )
  SELECT ${COLUMNS} FROM claimed l ${JOINED} ORDER BY l.due_at`);

/** Parameters stand in the order of their numbers, so a condition that is used twice has them twice. */
function shifted(condition: string, by: number): string {
  return condition.replaceAll(/\$(\d+)/g, (_, number) => `$${Number(number) + by}`);
}

/** Takes leases of one source that are to be dropped, until `until`, those first that wait longest; empty when there are none. */
export function claimNext(pool: Pool, now: Date, until: Date, limit: number): Promise<LeaseRow[]> {
  const times = [now, latestNow(now), now, new Date(now.getTime() + CLAIM_MS_MAX)];
  return sqlOn(pool)<LeaseRow>(CLAIM_NEXT, ...times, ...times, limit, until);
}

const CLAIM_ONE = templateOf(`
  WITH claimed AS (
    UPDATE leases l SET claimed_until = $1::timestamptz WHERE ${shifted(CLAIMABLE, 1)} AND l.id = $6::uuid RETURNING l.*
  )
  SELECT ${COLUMNS} FROM claimed l ${JOINED}`);

/** Takes one lease that is to be dropped; null when somebody else has it, or it ended. */
export async function claimOne(pool: Pool, id: string, now: Date, until: Date): Promise<LeaseRow | null> {
  const times = [now, latestNow(now), now, new Date(now.getTime() + CLAIM_MS_MAX)];
  const [row] = await sqlOn(pool)<LeaseRow>(CLAIM_ONE, until, ...times, id);
  return row ?? null;
}

/** Notes that the users of leases are dropped. Returns the ids of those of which nobody else did. */
export async function setEnded(
  sql: Sql,
  ended: readonly { readonly id: string; readonly reason: EndReason }[],
  now: Date,
): Promise<Set<string>> {
  const rows = await sql<{ id: string }>`
    UPDATE leases l SET ended_at = ${now}::timestamptz, end_reason = coalesce(l.end_reason, t.reason),
      due_at = NULL, claimed_until = NULL, error = NULL
    FROM unnest(${ended.map(({ id }) => id)}::uuid[], ${ended.map(({ reason }) => reason)}::text[]) AS t (id, reason)
    WHERE l.id = t.id AND l.ended_at IS NULL RETURNING l.id`;
  return new Set(rows.map(({ id }) => id));
}

/** Notes that dropping users failed, and when it is tried again. */
export async function setFailed(
  sql: Sql,
  failures: readonly { readonly id: string; readonly error: string; readonly retryAt: Date }[],
): Promise<void> {
  await sql`
    UPDATE leases l SET attempts = l.attempts + 1, error = t.error, due_at = t.at, claimed_until = NULL
    FROM unnest(${failures.map(({ id }) => id)}::uuid[], ${failures.map(({ error }) => error)}::text[],
      ${failures.map(({ retryAt }) => retryAt.toISOString())}::timestamptz[]) AS t (id, error, at)
    WHERE l.id = t.id AND l.ended_at IS NULL`;
}

/** Lets others have leases that the caller did not get to. */
export async function release(pool: Pool, ids: readonly string[]): Promise<void> {
  await sqlOn(
    pool,
  )`UPDATE leases SET claimed_until = NULL WHERE id = ANY(${ids}::uuid[]) AND ended_at IS NULL`;
}

/** Has one that failed tried again at once, as if it never had. False unless it failed. */
export async function resetAttempts(sql: Sql, id: string, now: Date): Promise<boolean> {
  const rows = await sql`
    UPDATE leases SET attempts = 0, due_at = ${now}::timestamptz
    WHERE id = ${id}::uuid AND ended_at IS NULL AND attempts > 0 RETURNING true`;
  return rows.length > 0;
}

/** Gives up one that failed so often that it needs attention. False unless it did. */
export async function forget(sql: Sql, id: string, now: Date): Promise<boolean> {
  const rows = await sql`
    UPDATE leases SET ended_at = ${now}::timestamptz, end_reason = 'forgotten', due_at = NULL, claimed_until = NULL
    WHERE id = ${id}::uuid AND ended_at IS NULL AND attempts >= ${ATTEMPTS_MAX}::int RETURNING true`;
  return rows.length > 0;
}

const BY_ID = templateOf(`SELECT ${COLUMNS} FROM leases l ${JOINED} WHERE l.id = $1::uuid`);

/** One lease, wherever it is; null when there is none. */
export async function findLease(pool: Pool, id: string): Promise<LeaseRow | null> {
  const [row] = await sqlOn(pool)<LeaseRow>(BY_ID, id);
  return row ?? null;
}

const OF_ENVIRONMENTS = templateOf(`
  SELECT ${COLUMNS} FROM leases l ${JOINED}
  WHERE l.environment_id = ANY($1::uuid[]) AND (l.ended_at IS NOT NULL) = $2::boolean
    AND ($3::uuid IS NULL OR l.api_key_id = $4::uuid)
    AND (l.created_at, l.id) < (coalesce($5::timestamptz, 'infinity'), coalesce($6::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
  ORDER BY l.created_at DESC, l.id DESC LIMIT $7::int`);

export interface LeaseQuery {
  readonly environmentIds: readonly string[];
  readonly isEnded: boolean;
  /** Only those of an API key; null: of all. */
  readonly apiKeyId: string | null;
  readonly before: { readonly createdAt: string; readonly id: string } | null;
  readonly limit: number;
}

/** Leases of environments, the newest first. */
export function listLeases(
  pool: Pool,
  { environmentIds, isEnded, apiKeyId, before, limit }: LeaseQuery,
): Promise<LeaseRow[]> {
  const position = [before?.createdAt ?? null, before?.id ?? null];
  return sqlOn(pool)<LeaseRow>(
    OF_ENVIRONMENTS,
    ...[environmentIds, isEnded, apiKeyId, apiKeyId, ...position, limit],
  );
}

const FAILED = templateOf(`
  SELECT ${COLUMNS} FROM leases l ${JOINED}
  WHERE l.environment_id = ANY($1::uuid[]) AND l.ended_at IS NULL AND l.error IS NOT NULL
  ORDER BY l.attempts DESC, l.created_at LIMIT $2::int`);

/** Leases whose user could not be dropped yet, those first that failed most often. */
export function listFailed(
  pool: Pool,
  environmentIds: readonly string[],
  limit: number,
): Promise<LeaseRow[]> {
  return sqlOn(pool)<LeaseRow>(FAILED, environmentIds, limit);
}

/** Deletes leases that ended before a time, at most `limit`. Returns how many. */
export async function deleteEnded(pool: Pool, before: Date, limit: number): Promise<number> {
  const rows = await sqlOn(pool)`
    DELETE FROM leases WHERE id IN (
      SELECT id FROM leases WHERE ended_at < ${before}::timestamptz LIMIT ${limit}::int) RETURNING true`;
  return rows.length;
}
