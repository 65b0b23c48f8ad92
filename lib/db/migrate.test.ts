import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeEach, expect, inject, test } from "vitest";
import { dropDatabase, runSql, withDatabase } from "@/test/server";
import { closeDatabase, openDatabase } from "./client";
import { applyMigrations, pendingMigrations } from "./migrate";

const server = inject("databaseServer");
const name = `strongroom_migrate_${process.pid}`;
const address = withDatabase(server, name);
const migrations = (await readdir("prisma/migrations")).filter((entry) => !entry.includes(".")).sort();
const folder = await mkdtemp(join(tmpdir(), "strongroom-migrate-"));
let pool: pg.Pool;

beforeEach(async () => {
  await rm(folder, { recursive: true });
  await cp("prisma/migrations", folder, { recursive: true });
  await runSql(server, `CREATE DATABASE ${name}`);
  pool = openPool();
});

afterEach(async () => {
  await pool.end();
  await dropDatabase(server, name);
});

afterAll(() => rm(folder, { recursive: true }));

function openPool(options: pg.PoolConfig = {}): pg.Pool {
  const where = "url" in address ? { connectionString: address.url } : address;
  // The drop after each test may still find a connection that is just being closed.
  return new pg.Pool({ ...where, ...options }).on("error", () => {});
}

async function addMigration(migration: string, script: string): Promise<void> {
  await mkdir(join(folder, migration), { recursive: true });
  await writeFile(join(folder, migration, "migration.sql"), script);
}

async function rows(): Promise<unknown[]> {
  const found = await pool.query(
    `SELECT migration_name AS name, length(checksum) AS checksum, finished_at IS NOT NULL AS finished,
            rolled_back_at IS NOT NULL AS undone, logs, applied_steps_count AS steps
     FROM _prisma_migrations ORDER BY started_at`,
  );
  return found.rows;
}

const done = { checksum: 64, finished: true, undone: false, logs: null, steps: 1 };

test("an empty database gets every migration once, recorded as Prisma records it", async () => {
  expect(await applyMigrations(pool, folder)).toEqual(migrations);
  expect(await applyMigrations(pool, folder)).toEqual([]);
  expect(await rows()).toEqual(migrations.map((migration) => ({ name: migration, ...done })));
});

test("instances that start together apply each migration once", async () => {
  const applied = await Promise.all(Array.from({ length: 6 }, () => applyMigrations(pool, folder)));
  expect(applied.flat()).toEqual(migrations);
});

test("a migration that fails leaves nothing behind and runs again when it is mended", async () => {
  await applyMigrations(pool, folder);
  await addMigration("29990101000000_next", "CREATE TABLE half (id int); SELECT 1/0;");
  await expect(applyMigrations(pool, folder)).rejects.toThrow(
    "the migration 29990101000000_next failed and was undone: division by zero",
  );
  expect((await pool.query("SELECT to_regclass('half') AS half")).rows[0].half).toBeNull();
  await addMigration("29990101000000_next", "CREATE TABLE half (id int);");
  expect(await applyMigrations(pool, folder)).toEqual(["29990101000000_next"]);
});

test("a migration that Prisma left unfinished runs again", async () => {
  await applyMigrations(pool, folder);
  await addMigration("29990101000000_next", "CREATE TABLE next (id int);");
  await pool.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('1', 'x', '29990101000000_next')`,
  );
  expect(await applyMigrations(pool, folder)).toEqual(["29990101000000_next"]);
  expect((await rows()).slice(-2)).toMatchObject([{ undone: true, finished: false }, done]);
});

test("a migration that was edited after it was applied is refused", async () => {
  await addMigration("29990101000000_next", "CREATE TABLE next (id int);");
  await applyMigrations(pool, folder);
  await addMigration("29990101000000_next", "CREATE TABLE next (id bigint);");
  await expect(applyMigrations(pool, folder)).rejects.toThrow(
    "29990101000000_next was changed after it was applied",
  );
});

test("other line ends are not an edit", async () => {
  await addMigration("29990101000000_next", "CREATE TABLE next (\n  id int\n);\n");
  await applyMigrations(pool, folder);
  await addMigration("29990101000000_next", "CREATE TABLE next (\r\n  id int\r\n);\r\n");
  expect(await applyMigrations(pool, folder)).toEqual([]);
});

test("a database that a newer version has been at is refused", async () => {
  await addMigration("29990101000000_next", "CREATE TABLE next (id int);");
  await applyMigrations(pool, folder);
  await rm(join(folder, "29990101000000_next"), { recursive: true });
  await expect(applyMigrations(pool, folder)).rejects.toThrow("made by a newer version of Strongroom");
});

test("a database that holds something else is refused and left as it is", async () => {
  await pool.query("CREATE TABLE customers (id int)");
  await expect(applyMigrations(pool, folder)).rejects.toThrow(
    'already holds something else (the table "customers")',
  );
  expect((await pool.query("SELECT to_regclass('_prisma_migrations') AS made")).rows[0].made).toBeNull();
});

test("the lock and the settings of the connection are given back", async () => {
  const single = openPool({ max: 1, statement_timeout: 1234 });
  await applyMigrations(single, folder);
  expect((await single.query("SHOW statement_timeout")).rows[0].statement_timeout).toBe("1234ms");
  expect(
    (await single.query("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"))
      .rowCount,
  ).toBe(0);
  await single.end();
});

const CONCURRENTLY = `-- strongroom: no transaction
CREATE INDEX CONCURRENTLY "master_keys_next" ON "master_keys" ("created_at");
CREATE UNIQUE INDEX CONCURRENTLY "master_keys_once" ON "master_keys" ("retired_at");
`;

async function indexes(): Promise<unknown[]> {
  const found = await pool.query(
    `SELECT relname AS name, indisvalid AS valid FROM pg_index JOIN pg_class ON oid = indexrelid
     WHERE relname LIKE 'master_keys_next' OR relname LIKE 'master_keys_once' ORDER BY relname`,
  );
  return found.rows;
}

test("indexes are built while others write, by instances that start together, and once", async () => {
  await applyMigrations(pool, folder);
  await addMigration("29990101000000_next", CONCURRENTLY);
  const applied = await Promise.all(Array.from({ length: 4 }, () => applyMigrations(pool, folder)));
  expect(applied.flat()).toEqual(["29990101000000_next"]);
  expect(await indexes()).toEqual([
    { name: "master_keys_next", valid: true },
    { name: "master_keys_once", valid: true },
  ]);
});

test("an index that was interrupted is dropped and built anew at the next start", async () => {
  await applyMigrations(pool, folder);
  await pool.query(
    "INSERT INTO master_keys (id, created_at, retired_at) VALUES ('a', now(), now()), ('b', now(), now())",
  );
  await pool.query("UPDATE master_keys SET retired_at = '2026-01-01'");
  await addMigration("29990101000000_next", CONCURRENTLY);
  await expect(applyMigrations(pool, folder)).rejects.toThrow("stopped and goes on at the next start");
  expect(await indexes()).toEqual([
    { name: "master_keys_next", valid: true },
    { name: "master_keys_once", valid: false },
  ]);
  expect(await pendingMigrations(pool, folder)).toEqual(["29990101000000_next"]);
  await pool.query("DELETE FROM master_keys WHERE id = 'b'");
  expect(await applyMigrations(pool, folder)).toEqual(["29990101000000_next"]);
  expect(await indexes()).toEqual([
    { name: "master_keys_next", valid: true },
    { name: "master_keys_once", valid: true },
  ]);
});

test("without a transaction nothing runs that cannot be repeated", async () => {
  await addMigration("29990101000000_next", "-- strongroom: no transaction\nINSERT INTO x VALUES (1);");
  await expect(applyMigrations(pool, folder)).rejects.toThrow("cannot be repeated");
});

test("migrations take as long as they need, on the program's connections too", {
  timeout: 60_000,
}, async () => {
  const opened = openDatabase(address, () => {});
  try {
    await addMigration("29990101000000_next", "SELECT pg_sleep(9);");
    expect(await applyMigrations(opened.pool, folder)).toContain("29990101000000_next");
  } finally {
    await closeDatabase(opened);
  }
});

test("tables in another schema are found, not made a second time", async () => {
  await applyMigrations(pool, folder);
  await pool.query("ALTER SCHEMA public RENAME TO vault; CREATE SCHEMA public");
  await expect(applyMigrations(pool, folder)).rejects.toThrow('in the schema "vault"');
});
