import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Pool, PoolClient } from "pg";

/** The advisory lock that Prisma's own migration commands take, so that they and this program exclude each other. */
const MIGRATION_LOCK = 72707369;

interface Migration {
  readonly name: string;
  readonly script: string;
  readonly checksum: string;
}

interface AppliedMigration {
  readonly migration_name: string;
  readonly checksum: string;
}

/**
 * Brings the database to this build's schema and returns the names of the migrations it applied. `folder` is
 * `prisma/migrations`. Each file is applied in one transaction together with its row in `_prisma_migrations`, written as
 * Prisma writes it. Instances that start together wait for each other. Throws an Error with one line to act on when a
 * migration was edited after it was applied, or when a newer version has been at work.
 */
export async function applyMigrations(pool: Pool, folder: string): Promise<string[]> {
  const known = await readMigrations(folder);
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    return await migrateOn(client, known);
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    throw failure;
  } finally {
    // After a failure the connection is closed, and its lock, settings and open transaction end with it.
    client.release(failure);
  }
}

async function migrateOn(client: PoolClient, known: readonly Migration[]): Promise<string[]> {
  await client.query("SET statement_timeout = 0");
  await client.query("SET idle_in_transaction_session_timeout = 0");
  await client.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
  const applied = await appliedMigrations(client);
  refuseUnknown(known, applied);
  const pending = known.filter((migration) => !isApplied(migration, applied));
  for (const migration of pending) await applyOne(client, migration);
  await client.query("SELECT pg_advisory_unlock($1)", [MIGRATION_LOCK]);
  await client.query("RESET statement_timeout");
  await client.query("RESET idle_in_transaction_session_timeout");
  return pending.map((migration) => migration.name);
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const script = await readFile(join(folder, name, "migration.sql"), "utf8");
      return { name, script, checksum: sha256(script) };
    }),
  );
}

/** Migrations that are in the database. Makes Prisma's table where there is none. */
async function appliedMigrations(client: PoolClient): Promise<AppliedMigration[]> {
  const table = await client.query("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists");
  if (!table.rows[0].exists) await makeMigrationTable(client);
  const applied = await client.query<AppliedMigration>(
    `SELECT migration_name, checksum FROM _prisma_migrations
     WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`,
  );
  return applied.rows;
}

async function makeMigrationTable(client: PoolClient): Promise<void> {
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
  // A checkout may have changed the line ends; Prisma accepts that too.
  if (row.checksum === migration.checksum || row.checksum === sha256(withUnixLineEnds(migration.script)))
    return true;
  throw new Error(
    `the migration ${migration.name} was changed after it was applied to this database: restore its migration.sql`,
  );
}

async function applyOne(client: PoolClient, migration: Migration): Promise<void> {
  await client.query("BEGIN");
  try {
    // Left by a `prisma migrate deploy` that failed: Prisma calls this "resolve --rolled-back".
    await client.query(
      `UPDATE _prisma_migrations SET rolled_back_at = now()
       WHERE migration_name = $1 AND finished_at IS NULL AND rolled_back_at IS NULL`,
      [migration.name],
    );
    await client.query(migration.script);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, started_at, finished_at, migration_name, applied_steps_count)
       VALUES ($1, $2, now(), clock_timestamp(), $3, 1)`,
      [randomUUID(), migration.checksum, migration.name],
    );
    await client.query("COMMIT");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`the migration ${migration.name} failed and was undone: ${reason}`, { cause: error });
  }
}

function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

function withUnixLineEnds(text: string): string {
  return text.replaceAll("\r\n", "\n");
}
