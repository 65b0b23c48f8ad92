import type { PoolClient } from "pg";
import type { Pool } from "@/lib/db/client";
import { Connection } from "@/lib/db/connection";
import { type Sql, sqlOn } from "@/lib/db/sql";
import { type BackupHeader, type BackupTable, LEFT_OUT } from "./model";

/** Rows of about this size in all are read at a time. */
const BATCH_BYTES = 1_024 ** 2;
const BATCH_ROWS_MAX = 200;
const BATCH_ROWS_FIRST = 16;

/** Runs `work` in one transaction without time limits, on a connection that ends with it. */
async function inTransactionOf<T>(
  pool: Pool,
  mode: string,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    if (client instanceof Connection) await client.liftTimeouts();
    await client.query(`BEGIN ${mode}`);
    // Numbers as digits that give the same number again; the rest is set in every session.
    await client.query("SET LOCAL extra_float_digits = 3");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } finally {
    client.release(true);
  }
}

/** Everything that `work` reads is of one moment, whatever others write meanwhile. */
export function inSnapshot<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return inTransactionOf(pool, "ISOLATION LEVEL REPEATABLE READ READ ONLY", work);
}

/** What `work` makes is there as a whole, or not at all. */
export function atOnce<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return inTransactionOf(pool, "ISOLATION LEVEL READ COMMITTED READ WRITE", work);
}

type StoredHeader = Pick<
  BackupHeader,
  "organisation" | "migrations" | "masterKeyId" | "instanceKey" | "sample"
>;

/** What a header says of the database; null for one that has no keys. */
export async function headerFacts(client: PoolClient): Promise<StoredHeader | null> {
  const [facts] = await sqlOn(client)<StoredHeader>`
    SELECT o.name AS organisation, k.master_key_id AS "masterKeyId",
      json_build_object('id', k.id, 'wrapped', k.wrapped) AS "instanceKey",
      (SELECT array_agg(migration_name::text ORDER BY migration_name) FROM _prisma_migrations
       WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL) AS migrations,
      (SELECT json_build_object('projectId', p.project_id, 'secretId', v.secret_id, 'versionId', v.id, 'value', v.value,
         'keyId', p.id, 'wrapped', p.wrapped, 'masterKeyId', p.master_key_id)
       FROM secret_versions v JOIN project_keys p ON p.id = v.project_key_id LIMIT 1) AS sample
    FROM instance_keys k, organisations o`;
  return facts ?? null;
}

/** The tables that go into a backup: all of the schema but those of `LEFT_OUT`. */
export async function backupTables(client: PoolClient): Promise<BackupTable[]> {
  return sqlOn(client)<BackupTable>`
    SELECT c.relname::text AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND c.relname <> ALL (${Object.keys(LEFT_OUT)}::text[])
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
    GROUP BY c.relname ORDER BY c.relname`;
}

/** The rows of a table as PostgreSQL writes composite values, part by part. */
export async function* rowsOf(
  client: PoolClient,
  { name, columns }: BackupTable,
): AsyncGenerator<readonly string[]> {
  const row = `ROW(${columns.map(quoted).join(", ")})::text`;
  await client.query(`DECLARE backup_rows NO SCROLL CURSOR FOR SELECT ${row} AS row FROM ${quoted(name)}`);
  for (let count = BATCH_ROWS_FIRST; ; ) {
    const { rows } = await client.query<{ row: string }>(`FETCH ${count} FROM backup_rows`);
    if (rows.length === 0) break;
    yield rows.map(({ row }) => row);
    const longest = rows.reduce((most, { row }) => Math.max(most, row.length), 1);
    count = Math.max(1, Math.min(count * 2, BATCH_ROWS_MAX, Math.floor(BATCH_BYTES / longest)));
  }
  await client.query("CLOSE backup_rows");
}

export async function countRows(client: PoolClient, { name }: BackupTable): Promise<number> {
  const { rows } = await client.query<{ count: string }>(`SELECT count(*) FROM ${quoted(name)}`);
  return Number(rows[0]?.count);
}

/** Takes away what would look at rows one by one while they are loaded, and returns what puts it back. */
export async function liftChecks(client: PoolClient): Promise<() => Promise<void>> {
  const { rows } = await client.query<{ drop: string; add: string }>(
    `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
       format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS add
     FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
     UNION ALL
     SELECT DISTINCT format('ALTER TABLE %s DISABLE TRIGGER USER', tgrelid::regclass),
       format('ALTER TABLE %s ENABLE TRIGGER USER', tgrelid::regclass)
     FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
     WHERE NOT tgisinternal AND c.relnamespace = current_schema()::regnamespace`,
  );
  for (const { drop } of rows) await client.query(drop);
  return async () => {
    for (const { add } of rows) await client.query(add);
    await client.query("ANALYZE");
  };
}

/** Empties a table of what migrations put there, and returns what loads rows into it, which have its columns in their own order. */
export async function openLoading(
  client: PoolClient,
  { name, columns }: BackupTable,
): Promise<(rows: readonly string[]) => Promise<void>> {
  const list = columns.map(quoted).join(", ");
  await client.query(`DELETE FROM ${quoted(name)}`);
  await client.query(
    `DROP TABLE IF EXISTS pg_temp.backup_row; CREATE TEMP TABLE backup_row ON COMMIT DROP AS SELECT ${list} FROM ${quoted(name)}`,
  );
  // OFFSET 0 has each row read once, not once for each column.
  const text = `INSERT INTO ${quoted(name)} (${list})
    SELECT (r).* FROM (SELECT line::pg_temp.backup_row AS r FROM unnest($1::text[]) AS line OFFSET 0) AS lines`;
  return async (rows) => {
    await client.query(text, [rows]);
  };
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** What is known of the backups that are made by themselves. */
export interface StoredState {
  /** When the last one was begun; null before the first. */
  readonly startedAt: Date | null;
  /** Null: the last one has ended. Past: whoever made it is gone. */
  readonly runningUntil: Date | null;
  /** Why the last one failed; null: it did not. */
  readonly error: string | null;
  /** The last good one. */
  readonly made: { readonly at: Date; readonly file: string; readonly bytes: number } | null;
}

export async function storedState(sql: Sql): Promise<StoredState> {
  const [row] = await sql<
    Omit<StoredState, "made"> & {
      readonly madeAt: Date | null;
      readonly file: string;
      readonly bytes: string;
    }
  >`
    SELECT started_at AS "startedAt", running_until AS "runningUntil", error, made_at AS "madeAt", file, bytes::text
    FROM backup_state`;
  if (!row) return { startedAt: null, runningUntil: null, error: null, made: null };
  const { madeAt, file, bytes, ...rest } = row;
  return { ...rest, made: madeAt && { at: madeAt, file, bytes: Number(bytes) } };
}

/** Takes on the next backup. False when somebody else did since `seen`. */
export async function beginRun(sql: Sql, seen: StoredState, at: Date, until: Date): Promise<boolean> {
  const rows = await sql`
    INSERT INTO backup_state AS s (started_at, running_until) VALUES (${at}::timestamptz, ${until}::timestamptz)
    ON CONFLICT (is_only) DO UPDATE SET started_at = excluded.started_at, running_until = excluded.running_until
    WHERE s.started_at = ${seen.startedAt}::timestamptz
      AND s.running_until IS NOT DISTINCT FROM ${seen.runningUntil}::timestamptz
    RETURNING is_only`;
  return rows.length > 0;
}

/** Says that the backup goes on, or with a time that has come, that it was broken off. */
export async function moveRun(sql: Sql, startedAt: Date, until: Date): Promise<void> {
  await sql`
    UPDATE backup_state SET running_until = ${until}::timestamptz WHERE started_at = ${startedAt}::timestamptz`;
}

/** Notes how a backup ended: what was made, and what went wrong. */
export async function endRun(
  sql: Sql,
  startedAt: Date,
  made: StoredState["made"],
  error: string | null,
): Promise<void> {
  await sql`
    UPDATE backup_state SET running_until = NULL, error = ${error},
      made_at = coalesce(${made?.at ?? null}::timestamptz, made_at), file = coalesce(${made?.file ?? null}, file),
      bytes = coalesce(${made ? String(made.bytes) : null}::bigint, bytes)
    WHERE started_at = ${startedAt}::timestamptz`;
}

/** The id that stays the same as long as the database is itself. */
export async function instanceId(sql: Sql): Promise<string> {
  const [row] = await sql<{ id: string }>`SELECT id::text FROM instance_keys`;
  if (!row) throw new Error("this database lost its instance key; restore it from a backup");
  return row.id;
}
