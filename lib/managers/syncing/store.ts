import type { EnvironmentRow, Permit, SecretRow } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import type { Pool } from "@/lib/db/client";
import { type Sql, sqlOn, templateOf } from "@/lib/db/sql";
import { isSecretIntact, type SecretColumns } from "@/lib/names/intact";
import { newId } from "@/lib/platform/ids";
import type { SealedRow } from "@/lib/seals/tables";
import type { SyncEntryCounts, SyncEntryState } from "./model";
import type { SyncConfig } from "./schema";

export interface SyncRow extends Omit<SealedRow<"syncs">, "configuration"> {
  readonly configuration: SyncConfig;
  readonly project: string;
  readonly environment: string;
  readonly projectId: string;
  /** The name of the manager, as it is now. */
  readonly manager: string;
  readonly updatedAt: Date;
  readonly updatedBy: string;
  /** Whether the next run writes over what others changed there. */
  readonly overwrites: boolean;
  readonly error: string | null;
  readonly attempts: number;
  readonly dueAt: Date | null;
  /** Of whoever works at it. */
  readonly claim: string | null;
  readonly claimedUntil: Date | null;
  readonly doneAt: Date | null;
}

type Source = Pick<Ctx, "pool" | "seals">;

const COLUMNS = `y.id, y.environment_id AS "environmentId", y.manager_id AS "managerId", y.name, y.configuration, y.seal,
  p.slug AS project, e.slug AS environment, p.id AS "projectId", m.name AS manager, y.updated_at AS "updatedAt",
  y.updated_by AS "updatedBy", y.overwrites, y.error, y.attempts, y.due_at AS "dueAt", y.claim,
  y.claimed_until AS "claimedUntil", y.done_at AS "doneAt"`;
const JOINED = `JOIN environments e ON e.id = y.environment_id JOIN projects p ON p.id = e.project_id
  JOIN external_managers m ON m.id = y.manager_id`;
const OF_ENVIRONMENTS = templateOf(
  `SELECT ${COLUMNS} FROM syncs y ${JOINED} WHERE y.environment_id = ANY($1::uuid[]) ORDER BY e.position, y.name`,
);
const BY_NAME = templateOf(
  `SELECT ${COLUMNS} FROM syncs y ${JOINED} WHERE y.environment_id = $1::uuid AND y.name = $2`,
);
const CLAIM = templateOf(`
  WITH next AS (
    SELECT id FROM syncs WHERE due_at <= $1::timestamptz
      AND (claimed_until IS NULL OR claimed_until < $2::timestamptz OR claimed_until > $3::timestamptz)
    ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
  ), claimed AS (
    UPDATE syncs u SET claimed_until = $4::timestamptz, claim = $5::uuid FROM next WHERE u.id = next.id RETURNING u.*
  )
  SELECT ${COLUMNS} FROM claimed y ${JOINED}`);

/** A claim that lasts longer was made by a clock that ran ahead. */
const CLAIM_MS_MAX = 10 * 60_000;

/** The syncs of some environments, as far as the program wrote them. */
export async function listSyncs(
  { pool, seals }: Source,
  environmentIds: readonly string[],
): Promise<SyncRow[]> {
  const rows = await sqlOn(pool)<SyncRow>(OF_ENVIRONMENTS, environmentIds);
  return rows.filter((row) => seals.isIntact("syncs", row));
}

/** The sync of a name in an environment; null unless it is as the program wrote it. */
export async function findSync(
  { pool, seals }: Source,
  { id }: Pick<EnvironmentRow, "id">,
  name: string,
): Promise<SyncRow | null> {
  const [row] = await sqlOn(pool)<SyncRow>(BY_NAME, id, name);
  return row && seals.isIntact("syncs", row) ? row : null;
}

/** The ids of all syncs of this Strongroom. */
export async function listIds(pool: Pool): Promise<string[]> {
  return (await sqlOn(pool)<{ id: string }>`SELECT id::text FROM syncs`).map(({ id }) => id);
}

export interface SavedSync
  extends Pick<SyncRow, "id" | "environmentId" | "managerId" | "name" | "configuration"> {
  readonly updatedAt: Date;
  readonly updatedBy: string;
  readonly dueAt: Date | null;
}

/** Writes a sync, in place of the one of its id. Rejects with a violated unique index when the name is taken. */
export async function saveSync(sql: Sql, { seals }: Pick<Ctx, "seals">, row: SavedSync): Promise<void> {
  const { id, environmentId, managerId, name, configuration, updatedAt, updatedBy, dueAt } = row;
  const seal = seals.of("syncs", { id, environmentId, managerId, name, configuration });
  await sql`
    INSERT INTO syncs (id, environment_id, manager_id, name, configuration, updated_at, updated_by, overwrites, attempts,
      seen_seq, due_at, seal)
    VALUES (${id}::uuid, ${environmentId}::uuid, ${managerId}::uuid, ${name}, ${JSON.stringify(configuration)}::jsonb,
      ${updatedAt}::timestamptz, ${updatedBy}, false, 0, 0, ${dueAt}::timestamptz, ${seal})
    ON CONFLICT (id) DO UPDATE SET configuration = EXCLUDED.configuration, updated_at = EXCLUDED.updated_at,
      updated_by = EXCLUDED.updated_by, due_at = EXCLUDED.due_at, seal = EXCLUDED.seal, attempts = 0, error = NULL`;
}

export async function deleteSync(sql: Sql, id: string): Promise<boolean> {
  return (await sql`DELETE FROM syncs WHERE id = ${id}::uuid RETURNING true`).length > 0;
}

/** Has a sync run at once. Unless `overwrites` is told already, it is what is given. */
export async function makeDue(sql: Sql, id: string, now: Date, overwrites: boolean): Promise<void> {
  await sql`
    UPDATE syncs SET due_at = ${now}::timestamptz, overwrites = overwrites OR ${overwrites}::boolean, attempts = 0
    WHERE id = ${id}::uuid`;
}

/** Has those syncs run at once in whose environment something changed since they looked last. */
export async function makeChangedDue(pool: Pool, now: Date): Promise<void> {
  await sqlOn(pool)`
    UPDATE syncs y SET due_at = ${now}::timestamptz
    WHERE y.due_at > ${now}::timestamptz AND y.attempts = 0 AND EXISTS (
      SELECT FROM audit_events a WHERE a.environment_id = y.environment_id AND a.seq > y.seen_seq
        AND changes_values(a.action))`;
}

/** Takes the sync that is due longest and that nobody works at, until `until`; null when there is none. */
export async function claimNext({ pool, seals }: Source, now: Date, until: Date): Promise<SyncRow | null> {
  const absurd = new Date(now.getTime() + CLAIM_MS_MAX);
  for (;;) {
    const [row] = await sqlOn(pool)<SyncRow>(CLAIM, now, now, absurd, until, newId(now));
    if (!row) return null;
    if (seals.isIntact("syncs", row)) return row;
    // Somebody else wrote it: it is not run.
    await sqlOn(pool)`UPDATE syncs SET due_at = NULL WHERE id = ${row.id}::uuid`;
  }
}

/** Keeps a sync for longer. False when somebody else has it, or it was changed: then the run is over. */
export async function keep(
  sql: Sql,
  { id, claim, updatedAt }: Pick<SyncRow, "id" | "claim" | "updatedAt">,
  until: Date,
): Promise<boolean> {
  const rows = await sql`
    UPDATE syncs SET claimed_until = ${until}::timestamptz
    WHERE id = ${id}::uuid AND claim = ${claim}::uuid AND updated_at = ${updatedAt}::timestamptz RETURNING true`;
  return rows.length > 0;
}

export interface RunEnd {
  readonly dueAt: Date;
  readonly error: string | null;
  readonly attempts: number;
  /** Up to which event of the log changes were seen; null: none anew. */
  readonly seenSeq: number | null;
  readonly doneAt: Date | null;
}

/** Notes how a run ended, and lets others have the sync. False when somebody else has it by now. */
export async function endRun(
  sql: Sql,
  { id, claim }: Pick<SyncRow, "id" | "claim">,
  { dueAt, error, attempts, seenSeq, doneAt }: RunEnd,
): Promise<boolean> {
  const rows = await sql`
    UPDATE syncs SET due_at = CASE WHEN (configuration->>'isPaused')::boolean THEN NULL ELSE ${dueAt}::timestamptz END,
      error = ${error}, attempts = ${attempts}::int, claim = NULL, claimed_until = NULL,
      seen_seq = coalesce(${seenSeq === null ? null : String(seenSeq)}::bigint, seen_seq),
      done_at = coalesce(${doneAt}::timestamptz, done_at), overwrites = overwrites AND ${doneAt === null}::boolean
    WHERE id = ${id}::uuid AND claim = ${claim}::uuid RETURNING true`;
  return rows.length > 0;
}

/** Lets others have a sync that was changed meanwhile. */
export async function release(pool: Pool, { id, claim }: Pick<SyncRow, "id" | "claim">): Promise<void> {
  await sqlOn(pool)`
    UPDATE syncs SET claimed_until = NULL, claim = NULL WHERE id = ${id}::uuid AND claim = ${claim}::uuid`;
}

/** A secret that may be written elsewhere. */
export interface SyncedSecret extends SecretRow {
  readonly versionId: string;
  /** Whether its value lives in an external manager. */
  readonly isExternal: boolean;
}

/** The secrets of an environment, in the order of their names. */
export async function listSecrets(
  { pool, seals }: Source,
  { environment }: Permit<"secret.list">,
): Promise<SyncedSecret[]> {
  const rows = await sqlOn(pool)<SyncedSecret & SecretColumns>`
    SELECT s.id::text, s.name, s.description, s.category, s.audience, s.current_version AS "currentVersion", s.revision,
      s.id::text AS "secretId", s.environment_id::text AS "secretEnvironmentId", s.name AS "secretName",
      s.name_folded AS "secretNameFolded", s.variable AS "secretVariable", v.id::text AS "currentVersionId",
      v.id::text AS "versionId", v.origin = 'external' AS "isExternal", s.seal AS "secretSeal"
    FROM secrets s JOIN secret_versions v ON v.secret_id = s.id AND v.number = s.current_version
    WHERE s.environment_id = ${environment.id}::uuid ORDER BY s.name_folded`;
  return rows.filter((row) => isSecretIntact(seals, row));
}

/** What a sync knows of one place. */
export interface KnownEntry {
  readonly path: string;
  readonly field: string;
  readonly name: string | null;
  readonly secretId: string | null;
  /** The version that was written last. */
  readonly versionId: string | null;
  /** A keyed hash of what was written. */
  readonly hash: string | null;
  readonly state: SyncEntryState;
  readonly error: string | null;
  readonly writtenAt: Date | null;
}

export function listEntries(pool: Pool, syncId: string): Promise<KnownEntry[]> {
  return sqlOn(pool)<KnownEntry>`
    SELECT path, field, name, secret_id AS "secretId", version_id AS "versionId", hash, state, error,
      written_at AS "writtenAt"
    FROM sync_entries WHERE sync_id = ${syncId}::uuid ORDER BY path, field`;
}

/** Puts what is known of some paths in place of what was. */
export async function replaceEntries(
  sql: Sql,
  syncId: string,
  paths: readonly string[],
  entries: readonly KnownEntry[],
): Promise<void> {
  await sql`DELETE FROM sync_entries WHERE sync_id = ${syncId}::uuid AND path = ANY(${paths}::text[])`;
  const column = <T>(of: (entry: KnownEntry) => T) => entries.map(of);
  await sql`
    INSERT INTO sync_entries (sync_id, path, field, name, secret_id, version_id, hash, state, error, written_at)
    SELECT ${syncId}::uuid, * FROM unnest(${column(({ path }) => path)}::text[], ${column(({ field }) => field)}::text[],
      ${column(({ name }) => name)}::text[], ${column(({ secretId }) => secretId)}::uuid[],
      ${column(({ versionId }) => versionId)}::uuid[], ${column(({ hash }) => hash)}::text[],
      ${column(({ state }) => state)}::text[], ${column(({ error }) => error)}::text[],
      ${column(({ writtenAt }) => writtenAt?.toISOString() ?? null)}::timestamptz[])`;
}

export const NO_COUNTS: SyncEntryCounts = { written: 0, drift: 0, foreign: 0, refused: 0, left: 0 };

/** How many entries of syncs are in which state, by the syncs' ids. */
export async function countEntries(
  pool: Pool,
  syncIds: readonly string[],
): Promise<ReadonlyMap<string, SyncEntryCounts>> {
  const rows = await sqlOn(pool)<{ id: string; state: SyncEntryState; count: number }>`
    SELECT sync_id AS id, state, count(*)::int AS count FROM sync_entries
    WHERE sync_id = ANY(${syncIds}::uuid[]) GROUP BY sync_id, state`;
  const counts = new Map(syncIds.map((id) => [id, NO_COUNTS]));
  for (const { id, state, count } of rows)
    counts.set(id, { ...NO_COUNTS, ...counts.get(id), [state]: count });
  return counts;
}
