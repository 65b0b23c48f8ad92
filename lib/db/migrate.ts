import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Pool, PoolClient } from "pg";
import { ADVISORY_LOCKS } from "./advisory-locks";
import { Connection } from "./connection";
import { type IndexStatement, isChecksumOf, type Migration, readMigrations } from "./migration-files";

const LOCK_POLL_MS = 200;

interface AppliedMigration {
  readonly migration_name: string;
  readonly checksum: string;
}

/**
 * Brings the database to this build's schema and returns the names of the migrations it applied. `folder` is
 * `prisma/migrations`. Each file is applied in one transaction together with its row in `_prisma_migrations`, written as
 * Prisma writes it. A file whose first line is `-- strongroom: no transaction` builds or drops indexes concurrently, statement
 * by statement; interrupted, it goes on at the next start. Instances that start together wait for each other. Throws an Error
 * with one line to act on when a migration was edited after it was applied, or when a newer version has been at work.
 */
export async function applyMigrations(pool: Pool, folder: string): Promise<string[]> {
  const known = await readMigrations(folder);
  const client = await pool.connect();
  try {
    return await migrateOn(client, known);
  } finally {
    // Closed: its lock, its lifted time limits and an open transaction end with it.
    client.release(true);
  }
}

/** The names of the migrations that a start would apply. Changes nothing. Throws as `applyMigrations` does. */
export async function pendingMigrations(pool: Pool, folder: string): Promise<string[]> {
  const known = await readMigrations(folder);
  const client = await pool.connect();
  try {
    const applied = (await hasMigrationTable(client)) ? await appliedMigrations(client) : [];
    return pendingOf(known, applied).map((migration) => migration.name);
  } finally {
    client.release();
  }
}

/**
 * Makes the tables as the named migrations leave them, in the transaction that is open on `client`; other instances wait with
 * their migrations as long as the connection lasts. Throws an Error of one line unless the database is empty.
 */
export async function makeSchema(
  client: PoolClient,
  folder: string,
  names: ReadonlySet<string>,
): Promise<void> {
  const known = await readMigrations(folder);
  await takeLock(client);
  if (await hasMigrationTable(client)) {
    throw new Error(
      "this database already belongs to a Strongroom: restore into an empty one, or into another STRONGROOM_DATA_DIR",
    );
  }
  await makeMigrationTable(client);
  for (const migration of known.filter(({ name }) => names.has(name))) {
    const { statements, script } = migration;
    // Nobody writes to tables that nobody sees yet.
    const whole = statements?.map(({ text }) => text.replace(" CONCURRENTLY", "")) ?? [script];
    for (const text of whole) await client.query(text);
    await recordApplied(client, migration);
  }
}

async function migrateOn(client: PoolClient, known: readonly Migration[]): Promise<string[]> {
  if (client instanceof Connection) await client.liftTimeouts();
  await takeLock(client);
  if (!(await hasMigrationTable(client))) await makeMigrationTable(client);
  const pending = pendingOf(known, await appliedMigrations(client));
  for (const migration of pending) await applyOne(client, migration);
  return pending.map((migration) => migration.name);
}

/** Asks again and again: whoever waits within a statement keeps an index from being built concurrently. */
async function takeLock(client: PoolClient): Promise<void> {
  for (;;) {
    const { rows } = await client.query("SELECT pg_try_advisory_lock($1) AS taken", [
      ADVISORY_LOCKS.migrations,
    ]);
    if (rows[0].taken) return;
    await sleep(LOCK_POLL_MS);
  }
}

function pendingOf(known: readonly Migration[], applied: readonly AppliedMigration[]): Migration[] {
  refuseUnknown(known, applied);
  return known.filter((migration) => !isApplied(migration, applied));
}

async function hasMigrationTable(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists");
  return rows[0].exists;
}

/** Migrations that are in the database. */
async function appliedMigrations(client: PoolClient): Promise<AppliedMigration[]> {
  const applied = await client.query<AppliedMigration>(
    `SELECT migration_name, checksum FROM _prisma_migrations
     WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`,
  );
  return applied.rows;
}

async function makeMigrationTable(client: PoolClient): Promise<void> {
  const elsewhere = await client.query(
    `SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relname = 'audit_head' AND c.relkind = 'r' LIMIT 1`,
  );
  if (elsewhere.rows.length > 0) {
    const { nspname } = elsewhere.rows[0];
    throw new Error(
      `the tables of Strongroom are in the schema "${nspname}" of this database: move them to public, or rename "${nspname}" to public`,
    );
  }
  const foreign = await client.query(
    `SELECT relname FROM pg_class
     WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
       AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
     ORDER BY relname LIMIT 1`,
  );
  if (foreign.rows.length > 0) {
    throw new Error(
      `the database already holds something else (the table "${foreign.rows[0].relname}"): give Strongroom a database of its own`,
    );
  }
  await client.query(
    `CREATE TABLE _prisma_migrations (
       id VARCHAR(36) PRIMARY KEY NOT NULL,
       checksum VARCHAR(64) NOT NULL,
       finished_at TIMESTAMPTZ,
       migration_name VARCHAR(255) NOT NULL,
       logs TEXT,
       rolled_back_at TIMESTAMPTZ,
       started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
       applied_steps_count INTEGER NOT NULL DEFAULT 0
     )`,
  );
}

function refuseUnknown(known: readonly Migration[], applied: readonly AppliedMigration[]): void {
  const names = new Set(known.map((migration) => migration.name));
  const unknown = applied.find((row) => !names.has(row.migration_name));
  if (!unknown) return;
  throw new Error(
    `the database was made by a newer version of Strongroom (this build does not know its migration ${unknown.migration_name}): start that version or a later one`,
  );
}

function isApplied(migration: Migration, applied: readonly AppliedMigration[]): boolean {
  const row = applied.find((candidate) => candidate.migration_name === migration.name);
  if (!row) return false;
  if (isChecksumOf(migration, row.checksum)) return true;
  throw new Error(
    `the migration ${migration.name} was changed after it was applied to this database: restore its migration.sql`,
  );
}

async function applyOne(client: PoolClient, migration: Migration): Promise<void> {
  const { statements, script } = migration;
  if (statements) {
    try {
      for (const statement of statements) await changeIndex(client, statement);
    } catch (error) {
      throw failed(migration, "stopped and goes on at the next start", error);
    }
  }
  await client.query("BEGIN");
  try {
    if (!statements) await client.query(script);
    await recordApplied(client, migration);
    await client.query("COMMIT");
  } catch (error) {
    throw failed(migration, "failed and was undone", error);
  }
}

async function recordApplied(client: PoolClient, { name, checksum }: Migration): Promise<void> {
  // Left by a `prisma migrate deploy` that failed: Prisma calls this "resolve --rolled-back".
  await client.query(
    `UPDATE _prisma_migrations SET rolled_back_at = now()
     WHERE migration_name = $1 AND finished_at IS NULL AND rolled_back_at IS NULL`,
    [name],
  );
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, started_at, finished_at, migration_name, applied_steps_count)
     VALUES ($1, $2, now(), clock_timestamp(), $3, 1)`,
    [randomUUID(), checksum, name],
  );
}

/** Builds or drops an index. One that an interrupted start left half built is dropped and built anew. */
async function changeIndex(client: PoolClient, { text, kind, index }: IndexStatement): Promise<void> {
  if (kind === "create") {
    const { rows } = await client.query<{ isValid: boolean }>(
      `SELECT indisvalid AS "isValid" FROM pg_index WHERE indexrelid = to_regclass($1)`,
      [`"${index}"`],
    );
    const [found] = rows;
    if (found?.isValid) return;
    if (found) await client.query(`DROP INDEX CONCURRENTLY "${index}"`);
  }
  await client.query(text);
}

function failed({ name }: Migration, what: string, error: unknown): Error {
  const reason = error instanceof Error ? error.message : String(error);
  return new Error(`the migration ${name} ${what}: ${reason}`, { cause: error });
}
