import type { Ctx } from "@/lib/context";
import type { Pool } from "@/lib/db/client";
import { type Sql, sqlOn, templateOf } from "@/lib/db/sql";
import { newId } from "@/lib/platform/ids";
import type { SealedRow } from "@/lib/seals/tables";
import type { EntryCounts, EntryState, ImportEntry, ImportState } from "./model";

/** An import as it lies in the database, with where it is. */
export interface ImportRow extends SealedRow<"imports"> {
  readonly project: string;
  readonly environment: string;
  readonly projectId: string;
  /** The name of the manager, as it is now. */
  readonly manager: string;
  readonly goesOn: boolean;
  readonly state: ImportState;
  readonly error: string | null;
  readonly attempts: number;
  /** Of whoever works at it. */
  readonly claim: string | null;
  readonly isListed: boolean;
  readonly isPlanned: boolean;
  readonly endedAt: Date | null;
}

type Source = Pick<Ctx, "pool" | "seals">;

const COLUMNS = `i.id, i.environment_id AS "environmentId", i.manager_id AS "managerId", i.path, i.names,
  i.user_id AS "userId", i.api_key_id AS "apiKeyId", i.requested_by AS "requestedBy", i.created_at AS "createdAt", i.seal,
  p.slug AS project, e.slug AS environment, p.id AS "projectId", m.name AS manager, i.goes_on AS "goesOn", i.state, i.error,
  i.attempts, i.claim, i.is_listed AS "isListed", i.is_planned AS "isPlanned", i.ended_at AS "endedAt"`;
const JOINED = `JOIN environments e ON e.id = i.environment_id JOIN projects p ON p.id = e.project_id
  JOIN external_managers m ON m.id = i.manager_id`;
const BY_ID = templateOf(`SELECT ${COLUMNS} FROM imports i ${JOINED} WHERE i.id = $1::uuid`);
const NEWEST = templateOf(
  `SELECT ${COLUMNS} FROM imports i ${JOINED} WHERE i.environment_id = ANY($1::uuid[]) ORDER BY i.created_at DESC, i.id DESC LIMIT $2::int`,
);
const CLAIM = templateOf(`
  WITH next AS (
    SELECT id FROM imports WHERE due_at <= $1::timestamptz
      AND (claimed_until IS NULL OR claimed_until < $2::timestamptz OR claimed_until > $3::timestamptz)
    ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
  ), claimed AS (
    UPDATE imports u SET claimed_until = $4::timestamptz, claim = $5::uuid FROM next WHERE u.id = next.id RETURNING u.*
  )
  SELECT ${COLUMNS} FROM claimed i ${JOINED}`);

/** A claim that lasts longer was made by a clock that ran ahead. */
const CLAIM_MS_MAX = 10 * 60_000;

/** An import by its id; null unless it is as the program wrote it. */
export async function findImport({ pool, seals }: Source, id: string): Promise<ImportRow | null> {
  const [row] = await sqlOn(pool)<ImportRow>(BY_ID, id);
  return row && seals.isIntact("imports", row) ? row : null;
}

/** The newest imports of some environments. */
export async function listImports(
  { pool, seals }: Source,
  environmentIds: readonly string[],
  limit: number,
): Promise<ImportRow[]> {
  const rows = await sqlOn(pool)<ImportRow>(NEWEST, environmentIds, limit);
  return rows.filter((row) => seals.isIntact("imports", row));
}

export type NewImportRow = Omit<SealedRow<"imports">, "seal"> & { readonly goesOn: boolean };

/** Begins an import, due at once. */
export async function insertImport(
  sql: Sql,
  { seals }: Pick<Ctx, "seals">,
  row: NewImportRow,
): Promise<void> {
  const { id, environmentId, managerId, path, names, userId, apiKeyId, requestedBy, createdAt, goesOn } = row;
  const seal = seals.of("imports", row);
  await sql`
    INSERT INTO imports (id, environment_id, manager_id, path, names, user_id, api_key_id, requested_by, goes_on, state,
      attempts, created_at, due_at, seal)
    VALUES (${id}::uuid, ${environmentId}::uuid, ${managerId}::uuid, ${path}, ${names}, ${userId}::uuid, ${apiKeyId}::uuid,
      ${requestedBy}, ${goesOn}, 'reading', 0, ${createdAt}::timestamptz, ${createdAt}::timestamptz, ${seal})`;
}

/** How many imports of an environment are under way. */
export async function countLive(sql: Sql, environmentId: string): Promise<number> {
  const [row] = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM imports WHERE environment_id = ${environmentId}::uuid AND due_at IS NOT NULL`;
  return row?.count ?? 0;
}

/** Takes the import that is due longest and that nobody works at, until `until`; null when there is none. */
export async function claimNext({ pool, seals }: Source, now: Date, until: Date): Promise<ImportRow | null> {
  const absurd = new Date(now.getTime() + CLAIM_MS_MAX);
  for (;;) {
    const [row] = await sqlOn(pool)<ImportRow>(CLAIM, now, now, absurd, until, newId(now));
    if (!row) return null;
    if (seals.isIntact("imports", row)) return row;
    // Somebody else wrote it: it is not gone on with.
    await sqlOn(pool)`UPDATE imports SET due_at = NULL WHERE id = ${row.id}::uuid`;
  }
}

/** Keeps an import for longer. False when somebody else has it, or it is in another state by now. */
export async function keep(
  sql: Sql,
  { id, state, claim }: Pick<ImportRow, "id" | "state" | "claim">,
  until: Date,
): Promise<boolean> {
  const rows = await sql`
    UPDATE imports SET claimed_until = ${until}::timestamptz
    WHERE id = ${id}::uuid AND state = ${state} AND claim = ${claim}::uuid RETURNING true`;
  return rows.length > 0;
}

/** Notes that every path was found. */
export async function setListed(sql: Sql, id: string): Promise<void> {
  await sql`UPDATE imports SET is_listed = true WHERE id = ${id}::uuid`;
}

/** Notes that something was done: failures are counted anew. */
export async function noteProgress(sql: Sql, id: string): Promise<void> {
  await sql`UPDATE imports SET attempts = 0, error = NULL WHERE id = ${id}::uuid AND (attempts > 0 OR error IS NOT NULL)`;
}

export interface Move {
  readonly state: ImportState;
  /** When it is gone on with; null: not by itself. */
  readonly dueAt: Date | null;
  readonly endedAt?: Date | null;
  readonly error?: string | null;
  readonly attempts?: number;
  readonly isPlanned?: true;
}

/** Moves an import on, and lets others have it. False when it is in another state by now. */
export async function move(
  sql: Sql,
  { id, state }: Pick<ImportRow, "id" | "state">,
  to: Move,
): Promise<boolean> {
  const rows = await sql`
    UPDATE imports SET state = ${to.state}, due_at = ${to.dueAt}::timestamptz, ended_at = ${to.endedAt ?? null}::timestamptz,
      error = ${to.error ?? null}, is_planned = is_planned OR ${to.isPlanned ?? false}::boolean, attempts = ${to.attempts ?? 0}::int, claimed_until = NULL, claim = NULL
    WHERE id = ${id}::uuid AND state = ${state} RETURNING true`;
  return rows.length > 0;
}

/** Lets others have an import at once. */
export async function release(pool: Pool, { id, claim }: Pick<ImportRow, "id" | "claim">): Promise<void> {
  await sqlOn(pool)`
    UPDATE imports SET claimed_until = NULL, claim = NULL WHERE id = ${id}::uuid AND claim = ${claim}::uuid`;
}

/** Notes paths that were found; those that are known are left as they are. */
export async function insertFound(sql: Sql, importId: string, paths: readonly string[]): Promise<void> {
  await sql`
    INSERT INTO import_entries (import_id, path, field, state)
    SELECT ${importId}::uuid, path, '', 'found' FROM unnest(${paths}::text[]) AS path
    ON CONFLICT DO NOTHING`;
}

/** Paths that were found and not read yet. */
export async function listFound(pool: Pool, importId: string, limit: number): Promise<string[]> {
  const rows = await sqlOn(pool)<{ path: string }>`
    SELECT path FROM import_entries WHERE import_id = ${importId}::uuid AND state = 'found'
    ORDER BY path LIMIT ${limit}::int`;
  return rows.map(({ path }) => path);
}

/** Puts what was read in place of the paths that were found. */
export async function replaceFound(
  sql: Sql,
  importId: string,
  paths: readonly string[],
  entries: readonly PlannedEntry[],
): Promise<void> {
  await sql`
    DELETE FROM import_entries
    WHERE import_id = ${importId}::uuid AND state = 'found' AND path = ANY(${paths}::text[])`;
  const column = <T>(of: (entry: PlannedEntry) => T) => entries.map(of);
  await sql`
    INSERT INTO import_entries (import_id, path, field, name, variable, state, reason)
    SELECT ${importId}::uuid, * FROM unnest(${column(({ path }) => path)}::text[], ${column(({ field }) => field)}::text[],
      ${column(({ name }) => name)}::text[], ${column(({ variable }) => variable)}::text[],
      ${column(({ state }) => state)}::text[], ${column(({ reason }) => reason)}::text[])`;
}

export interface PlannedEntry {
  readonly path: string;
  readonly field: string;
  readonly name: string;
  readonly variable: string;
  readonly state: "new" | "changed" | "same" | "refused";
  readonly reason: string | null;
}

/** Refuses all entries that would become the same variable. */
export async function refuseTwins(sql: Sql, importId: string): Promise<void> {
  await sql`
    UPDATE import_entries e SET state = 'refused', reason = 'Several texts would get this name: ' || t.places || '.'
    FROM (
      SELECT variable, string_agg(trim(path || ' ' || field), ', ' ORDER BY path, field) AS places
      FROM (SELECT *, row_number() OVER (PARTITION BY variable ORDER BY path, field) AS number FROM import_entries
        WHERE import_id = ${importId}::uuid AND state <> 'refused') n
      WHERE number <= 5 GROUP BY variable HAVING count(*) > 1
    ) t
    WHERE e.import_id = ${importId}::uuid AND e.variable = t.variable AND e.state <> 'refused'`;
}

export interface WantedEntry {
  readonly path: string;
  readonly field: string;
  readonly name: string;
  readonly state: "new" | "changed";
}

/** What is to be stored next, whole paths together. */
export function listWanted(pool: Pool, importId: string, limit: number): Promise<WantedEntry[]> {
  return sqlOn(pool)<WantedEntry>`
    SELECT path, field, name, state FROM import_entries
    WHERE import_id = ${importId}::uuid AND state IN ('new', 'changed') ORDER BY path, field LIMIT ${limit}::int`;
}

export interface Outcome {
  readonly path: string;
  readonly field: string;
  readonly state: EntryState;
  readonly reason?: string | null;
  readonly versions?: number | null;
}

/** Notes what came of entries. */
export async function noteOutcomes(sql: Sql, importId: string, outcomes: readonly Outcome[]): Promise<void> {
  const column = <T>(of: (outcome: Outcome) => T) => outcomes.map(of);
  await sql`
    UPDATE import_entries e SET state = o.state, reason = o.reason, versions = o.versions
    FROM unnest(${column(({ path }) => path)}::text[], ${column(({ field }) => field)}::text[],
      ${column(({ state }) => state)}::text[], ${column(({ reason }) => reason ?? null)}::text[],
      ${column(({ versions }) => versions ?? null)}::int[]) AS o (path, field, state, reason, versions)
    WHERE e.import_id = ${importId}::uuid AND e.path = o.path AND e.field = o.field`;
}

export type Counts = EntryCounts & { readonly found: number };

export const NO_COUNTS: Counts = {
  ...{ found: 0, new: 0, changed: 0, same: 0, refused: 0, created: 0, replaced: 0, waiting: 0 },
};

/** How many entries of imports are in which state, by the imports' ids. */
export async function countEntries(
  pool: Pool,
  importIds: readonly string[],
): Promise<ReadonlyMap<string, Counts>> {
  const rows = await sqlOn(pool)<{ id: string; state: keyof Counts; count: number }>`
    SELECT import_id AS id, state, count(*)::int AS count FROM import_entries
    WHERE import_id = ANY(${importIds}::uuid[]) GROUP BY import_id, state`;
  const counts = new Map(importIds.map((id) => [id, NO_COUNTS]));
  for (const { id, state, count } of rows)
    counts.set(id, { ...NO_COUNTS, ...counts.get(id), [state]: count });
  return counts;
}

/** A page of what was read, in the order of the names; those of some states, after a place. */
export function listEntries(
  pool: Pool,
  importId: string,
  { states, after, limit }: EntryQuery,
): Promise<ImportEntry[]> {
  const { name = "", path = "", field = "" } = after ?? {};
  return sqlOn(pool)<ImportEntry>`
    SELECT path, field, name, state, reason, versions FROM import_entries
    WHERE import_id = ${importId}::uuid AND state <> 'found'
      AND (${states === null}::boolean OR state = ANY(${states ?? []}::text[]))
      AND (${after === null}::boolean OR (name, path, field) > (${name}, ${path}, ${field}))
    ORDER BY name, path, field LIMIT ${limit}::int`;
}

export interface EntryQuery {
  readonly states: readonly EntryState[] | null;
  readonly after: Pick<ImportEntry, "name" | "path" | "field"> | null;
  readonly limit: number;
}

/** Deletes at most `limit` imports that ended, or wait for nobody any more, before a time; says how many. */
export async function deleteImports(pool: Pool, before: Date, limit: number): Promise<number> {
  const rows = await sqlOn(pool)`
    DELETE FROM imports WHERE id IN (
      SELECT id FROM imports WHERE created_at < ${before}::timestamptz AND due_at IS NULL
      ORDER BY created_at LIMIT ${limit}::int)
    RETURNING true`;
  return rows.length;
}
