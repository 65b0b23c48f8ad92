import type { Permit, SecretRow } from "@/lib/authorization/permit";
import type { Pool } from "@/lib/db/client";
import { type Sql, sqlOn, templateOf } from "@/lib/db/sql";
import type { Facts, RotationPhase, RotationState, RotationTrigger } from "../model";

/** A rotation under way, and where its secret is. */
export interface RunningRotation {
  readonly id: string;
  readonly secretId: string;
  readonly project: string;
  readonly environment: string;
  readonly trigger: RotationTrigger;
  readonly phase: RotationPhase;
  readonly fromVersion: number;
  readonly toVersion: number | null;
  readonly facts: Facts;
  readonly attempts: number;
  /** Until when somebody works at it; null: nobody does. */
  readonly claimedUntil: Date | null;
}

export interface NewRotation {
  readonly id: string;
  readonly secretId: string;
  readonly environmentId: string;
  readonly fromVersion: number;
  readonly trigger: RotationTrigger;
  /** `finish`: its new value is pending already. */
  readonly phase: "prepare" | "finish";
  readonly by: string;
  readonly now: Date;
}

/** Begins rotations that are due at once. Rejects with a violated unique index when one of a secret is under way. */
export async function insertRotations(sql: Sql, rotations: readonly NewRotation[]): Promise<void> {
  const column = <T>(of: (rotation: NewRotation) => T) => rotations.map(of);
  await sql`
    INSERT INTO rotations (id, secret_id, environment_id, trigger, phase, state, from_version, facts, attempts, due_at, started_at, started_by)
    SELECT r.id, r.secret_id, r.environment_id, r.trigger::"RotationTrigger", r.phase::"RotationPhase", 'running', r.version, '{}', 0, r.at, r.at, r.by
    FROM unnest(${column(({ id }) => id)}::uuid[], ${column(({ secretId }) => secretId)}::uuid[],
      ${column(({ environmentId }) => environmentId)}::uuid[], ${column(({ trigger }) => trigger)}::text[],
      ${column(({ phase }) => phase)}::text[], ${column(({ fromVersion }) => fromVersion)}::int[],
      ${column(({ now }) => now.toISOString())}::timestamptz[], ${column(({ by }) => by)}::text[])
      AS r (id, secret_id, environment_id, trigger, phase, version, at, by)`;
}

/** A claim that lasts longer was made by a clock that ran ahead. */
const CLAIM_MS_MAX = 10 * 60_000;

/**
 * Takes the rotation that is due longest and that nobody works at, until `until`; null when there is none. Whoever took one
 * and did not live to finish loses it then.
 */
export async function claimNext(pool: Pool, now: Date, until: Date): Promise<RunningRotation | null> {
  const absurd = new Date(now.getTime() + CLAIM_MS_MAX);
  const [row] = await sqlOn(pool)<RunningRotation>`
    WITH next AS (
      SELECT id FROM rotations
      WHERE due_at <= ${now}::timestamptz AND ended_at IS NULL
        AND (claimed_until IS NULL OR claimed_until < ${now}::timestamptz OR claimed_until > ${absurd}::timestamptz)
      ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
    ), claimed AS (
      UPDATE rotations r SET claimed_until = ${until}::timestamptz FROM next WHERE r.id = next.id RETURNING r.*
    )
    SELECT r.id, r.secret_id AS "secretId", p.slug AS project, e.slug AS environment, r.trigger::text AS trigger,
      r.phase::text AS phase, r.from_version AS "fromVersion", r.to_version AS "toVersion", r.facts, r.attempts,
      r.claimed_until AS "claimedUntil"
    FROM claimed r JOIN secrets s ON s.id = r.secret_id JOIN environments e ON e.id = s.environment_id
      JOIN projects p ON p.id = e.project_id`;
  return row ?? null;
}

/** What changes of a rotation when a phase is done. What is left out stays. */
export interface Advance {
  readonly phase: RotationPhase;
  readonly dueAt: Date;
  /** Until when the caller keeps it; null: it is anybody's. Whoever does not work at it leaves that as it is. */
  readonly claimedUntil?: Date | null;
  readonly facts?: Facts;
  readonly toVersion?: number;
  readonly graceEndsAt?: Date;
}

/** Moves a rotation on. False when it is in another phase by now, or ended: then somebody else decided. */
export async function advance(
  sql: Sql,
  { id, phase }: Pick<RunningRotation, "id" | "phase">,
  to: Advance,
): Promise<boolean> {
  const { facts, toVersion = null, graceEndsAt = null, claimedUntil } = to;
  const rows = await sql`
    UPDATE rotations SET phase = ${to.phase}::text::"RotationPhase", state = 'running', attempts = 0, error = NULL,
      due_at = ${to.dueAt}::timestamptz, claimed_until = CASE WHEN ${claimedUntil === undefined}::boolean THEN claimed_until ELSE ${claimedUntil ?? null}::timestamptz END,
      facts = coalesce(${facts ? JSON.stringify(facts) : null}::jsonb, facts),
      to_version = coalesce(${toVersion}::int, to_version),
      grace_ends_at = coalesce(${graceEndsAt}::timestamptz, grace_ends_at)
    WHERE id = ${id}::uuid AND phase = ${phase}::text::"RotationPhase" AND ended_at IS NULL RETURNING true`;
  return rows.length > 0;
}

/** Ends a rotation. False as `advance` is. */
export async function end(
  sql: Sql,
  { id, phase }: Pick<RunningRotation, "id" | "phase">,
  state: Exclude<RotationState, "running" | "attention">,
  now: Date,
): Promise<boolean> {
  const rows = await sql`
    UPDATE rotations SET state = ${state}::text::"RotationState", ended_at = ${now}::timestamptz, due_at = NULL,
      claimed_until = NULL, error = NULL
    WHERE id = ${id}::uuid AND phase = ${phase}::text::"RotationPhase" AND ended_at IS NULL RETURNING true`;
  return rows.length > 0;
}

/** Notes that a phase failed: it is tried again at `dueAt`, or waits for a person when that is null. False as `advance` is. */
export async function fail(
  sql: Sql,
  { id, phase }: Pick<RunningRotation, "id" | "phase">,
  { error, dueAt }: { readonly error: string; readonly dueAt: Date | null },
): Promise<boolean> {
  const state = dueAt ? "running" : "attention";
  const rows = await sql`
    UPDATE rotations SET attempts = attempts + 1, error = ${error}, state = ${state}::text::"RotationState",
      due_at = ${dueAt}::timestamptz, claimed_until = NULL
    WHERE id = ${id}::uuid AND phase = ${phase}::text::"RotationPhase" AND ended_at IS NULL RETURNING true`;
  return rows.length > 0;
}

/** Lets others have a rotation that the caller still works at. */
export async function release(
  pool: Pool,
  { id, claimedUntil }: Pick<RunningRotation, "id" | "claimedUntil">,
): Promise<void> {
  await sqlOn(pool)`
    UPDATE rotations SET claimed_until = NULL
    WHERE id = ${id}::uuid AND claimed_until = ${claimedUntil}::timestamptz`;
}

/** Deletes rotations that ended before a time, at most `limit`, but for the last one of each secret. Returns how many. */
export async function deleteEnded(pool: Pool, before: Date, limit: number): Promise<number> {
  const rows = await sqlOn(pool)`
    DELETE FROM rotations WHERE id IN (
      SELECT r.id FROM rotations r
      WHERE r.ended_at < ${before}::timestamptz AND EXISTS (
        SELECT 1 FROM rotations n WHERE n.secret_id = r.secret_id AND n.started_at > r.started_at)
      LIMIT ${limit}::int
    ) RETURNING true`;
  return rows.length;
}

/** A rotation as it is listed. */
export interface RotationRecord extends RunningRotation {
  /** Of the secret. */
  readonly name: string;
  readonly audience: SecretRow["audience"];
  readonly state: RotationState;
  readonly error: string | null;
  readonly graceEndsAt: Date | null;
  readonly startedAt: Date;
  readonly startedBy: string;
  readonly endedAt: Date | null;
}

const COLUMNS = `r.id, r.secret_id AS "secretId", p.slug AS project, e.slug AS environment, s.name,
  s.audience::text AS audience, r.trigger::text AS trigger, r.phase::text AS phase, r.state::text AS state, r.from_version AS "fromVersion", r.to_version AS "toVersion", r.facts,
  r.attempts, r.claimed_until AS "claimedUntil", r.error, r.grace_ends_at AS "graceEndsAt", r.started_at AS "startedAt", r.started_by AS "startedBy",
  r.ended_at AS "endedAt"`;
const JOINED = `JOIN secrets s ON s.id = r.secret_id JOIN environments e ON e.id = s.environment_id
  JOIN projects p ON p.id = e.project_id`;

const OF_SECRET = templateOf(`
  SELECT ${COLUMNS} FROM rotations r ${JOINED}
  WHERE r.secret_id = $1::uuid ORDER BY r.started_at DESC, r.id DESC LIMIT $2::int`);

/** The rotations of one secret, the newest first. */
export function listOfSecret(
  pool: Pool,
  { secret }: Pick<Permit<"rotation.read">, "secret">,
  limit: number,
): Promise<RotationRecord[]> {
  return sqlOn(pool)<RotationRecord>(OF_SECRET, secret.id, limit);
}

const BY_ID = templateOf(`SELECT ${COLUMNS} FROM rotations r ${JOINED} WHERE r.id = $1::uuid`);

/** One rotation, wherever it is; null when there is none. */
export async function findRotation(pool: Pool, id: string): Promise<RotationRecord | null> {
  const [row] = await sqlOn(pool)<RotationRecord>(BY_ID, id);
  return row ?? null;
}

const OF_ENVIRONMENTS = templateOf(`
  SELECT ${COLUMNS} FROM unnest($1::uuid[]) AS w (id) CROSS JOIN LATERAL (
    SELECT t.* FROM rotations t
    WHERE t.environment_id = w.id AND ($2::text[] IS NULL OR t.state::text = ANY($3::text[]))
      AND (t.started_at, t.id) < (coalesce($4::timestamptz, 'infinity'), coalesce($5::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
    ORDER BY t.started_at DESC, t.id DESC LIMIT $6::int
  ) r ${JOINED} ORDER BY r.started_at DESC, r.id DESC LIMIT $7::int`);

/** The rotations of environments, the newest first, in these states (null: any), before a position. */
export function listOfEnvironments(
  pool: Pool,
  environmentIds: readonly string[],
  states: readonly RotationState[] | null,
  before: { readonly startedAt: string; readonly id: string } | null,
  limit: number,
): Promise<RotationRecord[]> {
  return sqlOn(pool)<RotationRecord>(
    OF_ENVIRONMENTS,
    ...[environmentIds, states, states, before?.startedAt ?? null, before?.id ?? null, limit, limit],
  );
}
