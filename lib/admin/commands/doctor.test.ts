import { createHash, randomBytes } from "node:crypto";
import { chmod, cp, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { closeDatabase, type DatabaseAddress, openDatabase } from "@/lib/db/client";
import { startEmbedded } from "@/lib/db/embedded/supervisor";
import { applyMigrations } from "@/lib/db/migrate";
import type { Environment } from "@/lib/platform/settings";
import { bootForAdmin } from "@/lib/runtime/boot";
import { afterwards } from "@/test/afterwards";
import { newDatabase } from "@/test/database";
import { freePort } from "@/test/free-port";
import { scratchDir } from "@/test/scratch";
import { runSql, urlOf } from "@/test/server";
import type { Finding } from "../doctor/finding";
import { examine } from "./doctor";

const root = process.cwd();
const quiet = { info: () => {}, warn: () => {}, error: () => {} };

async function findingsFor(env: Environment): Promise<readonly Finding[]> {
  const { data } = await examine({ env, root });
  return data.findings as readonly Finding[];
}

const named = (findings: readonly Finding[], what: string) => findings.filter((found) => found.what === what);

/** An instance that was started once, on a database and in a folder of its own. */
async function startedOnce(): Promise<{
  env: Record<string, string>;
  address: DatabaseAddress;
  folder: string;
}> {
  const address = await newDatabase();
  const folder = await scratchDir();
  const env = {
    DATABASE_URL: urlOf(address),
    STRONGROOM_DATA_DIR: folder,
    PORT: String(await freePort()),
  };
  await (await bootForAdmin(env, root)).stop();
  return { env, address, folder };
}

/** Every row and every sequence, and every file with its mode and times. */
async function fingerprint(address: DatabaseAddress | null, folder: string): Promise<string> {
  const hash = createHash("sha256");
  for (const name of (await readdir(folder, { recursive: true })).sort()) {
    const path = join(folder, name);
    const { mode, mtimeMs } = await stat(path);
    hash.update(`${name} ${mode} ${mtimeMs}\n`);
    if ((await stat(path)).isFile()) hash.update(await readFile(path));
  }
  if (address) hash.update(await contentsOf(address));
  return hash.digest("hex");
}

async function contentsOf(address: DatabaseAddress): Promise<string> {
  const { db, pool } = openDatabase(address, () => {}, 1);
  try {
    const { rows: relations } = await pool.query(
      `SELECT format('%I.%I', n.nspname, c.relname) AS name, c.relkind = 'S' AS "isSequence"
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'S') AND n.nspname IN ('public', 'graphile_worker') ORDER BY 1`,
    );
    const texts: string[] = [];
    for (const { name, isSequence } of relations) {
      const columns = isSequence ? "last_value, is_called" : "t::text AS row, xmin::text";
      const { rows } = await pool.query(`SELECT ${columns} FROM ${name} t ORDER BY 1`);
      texts.push(name, JSON.stringify(rows));
    }
    const { rows } = await pool.query("SELECT count(*)::int AS objects FROM pg_class");
    return texts.join("\n") + JSON.stringify(rows);
  } finally {
    await closeDatabase({ db, pool });
  }
}

describe("doctor changes nothing", () => {
  test("of a database and a data folder, whatever it finds", async () => {
    const { env, address, folder } = await startedOnce();
    const before = await fingerprint(address, folder);
    const found = await findingsFor(env);
    expect(named(found, "audit log")).toMatchObject([{ level: "ok" }]);
    await findingsFor({ ...env, STRONGROOM_MASTER_KEY: "5e".repeat(32) });
    expect(await fingerprint(address, folder)).toBe(before);
  });

  test("of an old schema: pending migrations are named, and stay pending", async () => {
    const address = await newDatabase();
    await runSql(address, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public");
    const names = (await readdir("prisma/migrations")).filter((name) => /^\d/.test(name)).sort();
    const pending = names.splice(-3);
    const older = await scratchDir();
    for (const name of names)
      await cp(join("prisma/migrations", name), join(older, name), { recursive: true });
    const opened = openDatabase(address, () => {}, 1);
    await applyMigrations(opened.pool, older).finally(() => closeDatabase(opened));
    const folder = await scratchDir();
    const before = await fingerprint(address, folder);
    const found = await findingsFor({ DATABASE_URL: urlOf(address), STRONGROOM_DATA_DIR: folder });
    expect(named(found, "migrations")).toMatchObject([
      {
        level: "error",
        text: `${pending.join(", ")} not applied`,
        todo: expect.stringContaining("start the program once"),
      },
    ]);
    expect(await fingerprint(address, folder)).toBe(before);
  });

  test("of an empty database: that an extension is missing is told, it is not made", async () => {
    const address = await newDatabase();
    await runSql(address, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public");
    const folder = await scratchDir();
    const before = await fingerprint(address, folder);
    const found = await findingsFor({ DATABASE_URL: urlOf(address), STRONGROOM_DATA_DIR: folder });
    expect(named(found, "extension")).toMatchObject([
      { level: "error", todo: expect.stringContaining("CREATE EXTENSION") },
    ]);
    expect(await fingerprint(address, folder)).toBe(before);
  });

  test("where there is nothing yet: no folder is made", async () => {
    const parent = await scratchDir();
    const dataDir = join(parent, "data");
    const found = await findingsFor({ STRONGROOM_DATA_DIR: dataDir, PORT: String(await freePort()) });
    expect(named(found, "start")).toMatchObject([{ level: "error", todo: "start the program once" }]);
    expect(await readdir(parent)).toEqual([]);
  });

  test("of an embedded database: it is not started, and joined while it runs", async () => {
    const dataDir = await scratchDir();
    const env = { STRONGROOM_DATA_DIR: dataDir, PORT: String(await freePort()) };
    await (await bootForAdmin(env, root)).stop();
    const before = await fingerprint(null, dataDir);
    const stopped = await findingsFor(env);
    expect(named(stopped, "database")).toMatchObject([{ level: "warning", isWrong: false }]);
    expect(named(stopped, "master key")).toMatchObject([
      { level: "ok", text: expect.stringMatching(/^\w{8}… is there$/) },
    ]);
    expect(await fingerprint(null, dataDir)).toBe(before);
    const server = await startEmbedded({ dataDir, log: quiet });
    const contents = await contentsOf(server.address);
    const running = await findingsFor(env);
    expect(named(running, "master key")).toMatchObject([
      { level: "ok", text: expect.stringMatching(/fits this database$/) },
    ]);
    expect(await contentsOf(server.address)).toBe(contents);
    await server.stop();
  });

  test("because its connections refuse to", async () => {
    const { db, pool } = openDatabase(await newDatabase(), () => {}, 1, { isReadOnly: true });
    afterwards(() => closeDatabase({ db, pool }));
    const refused = /read-only transaction/;
    await expect(pool.query("CREATE TABLE made (n int)")).rejects.toThrow(refused);
    await expect(db.auditHead.updateMany({ data: { seq: 7n } })).rejects.toThrow(refused);
    await expect(db.$transaction((tx) => tx.auditHead.updateMany({ data: { seq: 7n } }))).rejects.toThrow(
      refused,
    );
    const client = await pool.connect();
    await client.query("BEGIN");
    await expect(client.query("DELETE FROM audit_head")).rejects.toThrow(refused);
    await client.query("ROLLBACK");
    client.release();
    // A failure leaves no transaction open.
    const { rows } = await pool.query("SELECT to_regclass('made') AS made");
    expect(rows).toEqual([{ made: null }]);
  });
});

describe("doctor says what is wrong and what to do", () => {
  test("of every setting, broken or probably not meant", async () => {
    const broken = await findingsFor({ PORT: "x", HOST: "?", DATABASE_URL: "mysql://h/d" });
    expect(broken.map(({ what, level, todo }) => [what, level, typeof todo])).toEqual(
      Array(3).fill(["settings", "error", "string"]),
    );
    const { env } = await startedOnce();
    const odd = await findingsFor({ ...env, STRONGROOM_DATADIR: "x", HOST: "0.0.0.0" });
    expect(named(odd, "settings").map(({ level, text, todo }) => [level, text, todo])).toEqual([
      ["ok", expect.stringContaining("a database of your own"), null],
      [
        "warning",
        expect.stringContaining("did you mean STRONGROOM_DATA_DIR?"),
        "unset it, unless it is meant",
      ],
      ["warning", expect.stringContaining("HOST lets other machines in"), "set STRONGROOM_URL"],
    ]);
  });

  test("of a master key that does not fit, with both ids, wherever it comes from", async () => {
    const { env } = await startedOnce();
    const other = { ...env, STRONGROOM_MASTER_KEY_COMMAND: `echo ${randomBytes(32).toString("hex")}` };
    const found = await findingsFor(other);
    expect(named(found, "master key")).toMatchObject([
      {
        level: "error",
        text: expect.stringMatching(/^this database needs master key \w{8}…, the one given is \w{8}…$/),
        todo: expect.stringContaining("put back the key that fits"),
      },
    ]);
    // What needs no key is looked at all the same.
    expect(named(found, "jobs")).toMatchObject([{ level: "ok" }]);
  });

  test("of files that others can read, and of a folder that others can write in", async () => {
    const { env, folder } = await startedOnce();
    await writeFile(join(folder, "master.key.retired-01234567"), "x", { mode: 0o644 });
    await chmod(folder, 0o777);
    const found = await findingsFor(env);
    expect(named(found, "key files")).toMatchObject([
      { level: "error", todo: expect.stringContaining("chmod 600") },
    ]);
    expect(named(found, "data folder")).toMatchObject([{ level: "error", todo: `run chmod 700 ${folder}` }]);
    await chmod(folder, 0o755);
    expect(named(await findingsFor(env), "data folder")).toMatchObject([{ level: "warning" }]);
  });

  test("of a database that a newer version made, and of one that does not answer", async () => {
    const { env, address } = await startedOnce();
    await runSql(
      address,
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at)
       VALUES ('1', 'x', '29990101000000_later', now(), now())`,
    );
    expect(named(await findingsFor(env), "migrations")).toMatchObject([
      {
        level: "error",
        text: expect.stringContaining("does not know its migration 29990101000000_later"),
        todo: "start that version or a later one",
      },
    ]);
    const deaf = await findingsFor({ ...env, DATABASE_URL: "postgresql://u:canary@127.0.0.1:1/vault" });
    expect(named(deaf, "start")).toMatchObject([
      { todo: "see that it runs, and that DATABASE_URL is right" },
    ]);
    expect(JSON.stringify(deaf)).not.toContain("canary");
  });

  test("of more connections than the database gives, and of jobs that nobody runs", async () => {
    const { env, address } = await startedOnce();
    const name = new URL(env.DATABASE_URL ?? "").pathname.slice(1);
    await runSql(
      address,
      `ALTER DATABASE ${name} CONNECTION LIMIT 15`,
      "SELECT graphile_worker.add_job('nothing', run_at => now() - interval '1 hour')",
    );
    const found = await findingsFor(env);
    expect(named(found, "connections")).toMatchObject([
      { level: "warning", text: expect.stringContaining("gives this role 15") },
    ]);
    expect(named(found, "jobs")).toMatchObject([
      { level: "warning", text: expect.stringContaining("60 minutes late") },
    ]);
    await runSql(address, "UPDATE graphile_worker._private_jobs SET locked_at = now() - interval '2 hours'");
    expect(named(await findingsFor(env), "jobs")).toMatchObject([
      { text: expect.stringContaining("runs for 120 minutes") },
    ]);
  });

  test("of backups that nobody schedules, that failed, and that are old", async () => {
    const { env, address } = await startedOnce();
    const backupOf = async (more: object) => named(await findingsFor({ ...env, ...more }), "backup");
    const scheduled = { STRONGROOM_BACKUP_DIR: "/backups" };
    expect(await backupOf({})).toMatchObject([{ level: "warning", text: "none are scheduled" }]);
    expect(await backupOf(scheduled)).toMatchObject([{ level: "warning", text: "there is none yet" }]);
    await runSql(
      address,
      "INSERT INTO backup_state (started_at, made_at, file, bytes) VALUES (now(), now(), 'f', 50000)",
    );
    expect(await backupOf(scheduled)).toMatchObject([
      { level: "ok", text: expect.stringMatching(/^the last good one is of .*, 50 KB$/) },
    ]);
    await runSql(address, "UPDATE backup_state SET made_at = now() - interval '3 days'");
    expect(await backupOf(scheduled)).toMatchObject([{ level: "error" }]);
    await runSql(address, "UPDATE backup_state SET error = 'the disk of /backups is full'");
    expect(await backupOf(scheduled)).toMatchObject([
      { level: "error", text: expect.stringMatching(/^the disk of \/backups is full; the last good one/) },
    ]);
  });

  test("of a data directory that is a file", async () => {
    const folder = await scratchDir();
    await mkdir(join(folder, "in"));
    const path = join(folder, "in", "data");
    await writeFile(path, "");
    const { env } = await startedOnce();
    const found = await findingsFor({ ...env, STRONGROOM_DATA_DIR: path });
    expect(named(found, "data folder")).toMatchObject([{ text: `${path} is not a folder` }]);
  });
});
