import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gunzipSync, gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { openAuditLog } from "@/lib/audit/log";
import { verifyChain } from "@/lib/audit/verification/service";
import type { Ctx } from "@/lib/context";
import { type MasterKeys, newMasterKeyText, parseMasterKey, shownKeyId } from "@/lib/crypto/master-key";
import { Plaintext } from "@/lib/crypto/plaintext";
import { closeDatabase, type Db, openDatabase, type Pool } from "@/lib/db/client";
import { applyMigrations, makeSchema } from "@/lib/db/migrate";
import { readMigrationNames } from "@/lib/db/migration-files";
import { openKeyring } from "@/lib/keys/keyring";
import { ensureOrganisation } from "@/lib/organisation/service";
import { ensureBuiltIns } from "@/lib/projects/service";
import { testFullTables } from "@/lib/seals/full-tables.fixture";
import { createSecret } from "@/lib/secrets/service";
import { afterwards } from "@/test/afterwards";
import { testContext } from "@/test/context";
import { emptyDatabase } from "@/test/database";
import { scratchDir } from "@/test/scratch";
import { tablesOf } from "@/test/security/state";
import { newFile } from "./file";
import { type Checks, LEFT_OUT } from "./model";
import { loadBackup, makeBackup, verifyBackup } from "./service";

const MIGRATIONS = "prisma/migrations";
const masterKeys: MasterKeys = { current: parseMasterKey(newMasterKeyText(), "test"), previous: null };
const checks: Checks = { masterKeys: [masterKeys.current], migrations: MIGRATIONS };
const folder = await scratchDir();
const { ctx: base } = await testContext({ masterKey: masterKeys.current });
const full = await testFullTables(masterKeys.current);

const made = async (ctx: Ctx, name: string) => {
  const path = join(folder, name);
  const summary = await makeBackup(ctx, newFile(path), checks);
  return { path, summary, bytes: await readFile(path) };
};

async function empty(): Promise<{ db: Db; pool: Pool }> {
  const opened = openDatabase(await emptyDatabase(), () => {});
  afterwards(() => closeDatabase(opened));
  return opened;
}

/** Of each table but those that are left out: how many rows, and a hash of all. */
async function contentOf(pool: Pool): Promise<Record<string, string>> {
  const kept = (await tablesOf(pool)).filter((table) => !(table in LEFT_OUT)).sort();
  const contents = await Promise.all(
    kept.map(async (table) => {
      const { rows } = await pool.query(
        `SELECT count(*) || ' ' || md5(coalesce(string_agg(row, ';' ORDER BY row), '')) AS content
         FROM (SELECT to_jsonb(t)::text AS row FROM "${table}" t) AS all_rows`,
      );
      return [table, rows[0].content];
    }),
  );
  return Object.fromEntries(contents);
}

const isEmpty = async (pool: Pool) => (await tablesOf(pool)).length === 0;
const load = async (bytes: Buffer, against = checks) => {
  const opened = await empty();
  const outcome = await loadBackup(opened.pool, Readable.from([bytes]), against).catch(
    (error: Error) => error,
  );
  return { ...opened, outcome };
};
const complaint = (bytes: Buffer, against = checks): Promise<string> =>
  verifyBackup(Readable.from([bytes]), against).then(
    () => "right",
    (error: Error) => error.message,
  );

/** A backup with the lines of its text changed. */
const rewritten = (bytes: Buffer, change: (lines: string[]) => void): Buffer => {
  const lines = gunzipSync(bytes).toString("utf8").split("\n");
  change(lines);
  return gzipSync(lines.join("\n"));
};

const text = { description: "", category: "custom", audience: "all" } as const;
const production = { project: "default", environment: "production" };
let sample: Awaited<ReturnType<typeof made>>;

beforeAll(async () => {
  await ensureBuiltIns(base);
  const strange = 'two\nlines, "quoted" \\back\\slash \t(é, 😀) {NULL}';
  for (const n of [1, 2, 3])
    await createSecret(base, {
      ...production,
      ...text,
      name: `KEY_${n}`,
      value: `value ${n}`,
      description: strange,
    });
  sample = await made(base, "sample");
});

describe("a backup", () => {
  test("has every table of the schema, or the reason why not is on the list", async () => {
    const lines = gunzipSync(sample.bytes).toString("utf8").split("\n");
    const inFile = lines.flatMap((line) => (line.startsWith('{"table"') ? [JSON.parse(line).table] : []));
    expect([...inFile, ...Object.keys(LEFT_OUT)].sort()).toEqual((await tablesOf(base.pool)).sort());
  });

  test("is for its owner alone, on record, and without the master key and any value", async () => {
    expect((await stat(sample.path)).mode & 0o777).toBe(0o600);
    const content = gunzipSync(sample.bytes).toString("latin1");
    const key = masterKeys.current.key.export();
    for (const secret of ["value 1", key.toString("hex"), key.toString("base64")])
      expect(content).not.toContain(secret);
    const [event] = await base.db.auditEvent.findMany({ where: { action: "backup.made" } });
    expect(event).toMatchObject({
      targetName: "sample",
      detail: expect.stringContaining(sample.summary.sha256),
    });
    const { header, rows } = sample.summary;
    expect(await complaint(sample.bytes)).toBe("right");
    expect(header).toMatchObject({
      masterKeyId: masterKeys.current.id,
      sample: { value: expect.any(String) },
    });
    expect(rows).toBeGreaterThan(0);
  });

  test("restores every table row for row, constraints and triggers too, however its columns lie", async () => {
    await base.pool.query(
      `ALTER TABLE organisations ADD COLUMN again text;
       UPDATE organisations SET again = name;
       ALTER TABLE organisations DROP COLUMN name;
       ALTER TABLE organisations RENAME COLUMN again TO name;
       ALTER TABLE organisations ALTER COLUMN name SET NOT NULL`,
    );
    const before = await contentOf(base.pool);
    const { bytes } = await made(base, "moved");
    const { pool, outcome } = await load(bytes);
    expect(outcome).toMatchObject({ rows: expect.any(Number) });
    expect(await contentOf(pool)).toEqual(before);
    const rules = `SELECT conrelid::regclass::text AS on, conname, pg_get_constraintdef(oid) AS rule FROM pg_constraint
      WHERE connamespace = 'public'::regnamespace AND contype IN ('f', 'c') ORDER BY 1, 2`;
    expect((await pool.query(rules)).rows).toEqual((await base.pool.query(rules)).rows);
    const triggers = "SELECT tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1";
    expect((await pool.query(triggers)).rows).toEqual((await base.pool.query(triggers)).rows);
    expect(await applyMigrations(pool, MIGRATIONS)).toEqual([]);
  });

  test("restores rows of every kind that is sealed, and nobody's session", async () => {
    const { ctx, pool } = full;
    const version = await full.db.secretVersion.findFirstOrThrow();
    const secret = await full.db.secret.findUniqueOrThrow({
      where: { id: version.secretId },
      include: { environment: true },
    });
    const { projectId } = secret.environment;
    const keys = await ctx.keys.project(projectId);
    const ref = { projectId, secretId: secret.id, versionId: version.id };
    const { value } = keys.seal(ref, Plaintext.of("v"));
    await full.db.secretVersion.update({ where: { id: version.id }, data: { value } });
    const before = await contentOf(pool);
    const path = join(folder, "full");
    await makeBackup(ctx, newFile(path), checks);
    const restored = await load(await readFile(path));
    expect(restored.outcome).toMatchObject({ rows: expect.any(Number) });
    expect(await contentOf(restored.pool)).toEqual(before);
    expect(await full.db.session.count()).toBe(1);
    expect([await restored.db.session.count(), await restored.db.pendingSignIn.count()]).toEqual([0, 0]);
  });

  test("beside writers is of one moment: its log ends where its rows do", async () => {
    let isDone = false;
    const write = async (writer: number) => {
      for (let n = 0; !isDone; n += 1)
        await createSecret(base, { ...production, ...text, name: `BESIDE_${writer}_${n}`, value: "v" });
    };
    const writers = [1, 2, 3].map(write);
    const { bytes, summary } = await made(base, "beside").finally(() => {
      isDone = true;
    });
    await Promise.all(writers);
    const { db, pool, outcome } = await load(bytes);
    expect(outcome).toMatchObject({ rows: summary.rows });
    const created = await db.auditEvent.count({ where: { action: "secret.created" } });
    expect(await db.secret.count()).toBe(created);
    const found = await verifyChain({ pool, key: base.keys.derive("audit") });
    expect(found).toMatchObject({ isIntact: true, head: summary.header.auditHead });
  });

  test("of a new database and of an older version can be restored; the next start brings it up to date", async () => {
    const names = await readMigrationNames(MIGRATIONS);
    const older = await empty();
    const client = await older.pool.connect();
    await client.query("BEGIN");
    await makeSchema(client, MIGRATIONS, new Set(names.slice(0, -2)));
    await client.query("COMMIT");
    client.release(true);
    const keys = await openKeyring({ ...older, masterKeys, now: base.now });
    const audit = openAuditLog({ pool: older.pool, key: keys.derive("audit") });
    const ctx = { ...base, ...older, keys, audit };
    await ensureOrganisation(ctx);
    const { bytes, summary } = await made(ctx, "older");
    await audit.close();
    expect(summary.header).toMatchObject({ sample: null, auditHead: { seq: 0 } });
    const { db, pool, outcome } = await load(bytes);
    expect(outcome).toMatchObject({ rows: summary.rows });
    expect(await applyMigrations(pool, MIGRATIONS)).toEqual(names.slice(-2));
    expect(await db.instanceKey.count()).toBe(1);
  });
});

describe("a backup is refused", () => {
  test("cut off at every 64th part, with where it ends", async () => {
    const cuts = Array.from({ length: 64 }, (_, n) => Math.floor((sample.bytes.length * n) / 64));
    for (const end of [...cuts, sample.bytes.length - 1])
      expect(await complaint(sample.bytes.subarray(0, end))).toMatch(/^the backup is cut off (in|after|at) /);
  });

  test("with one byte altered, wherever it is", async () => {
    for (let n = 1; n < 64; n += 1) {
      const altered = Buffer.from(sample.bytes);
      const at = Math.floor((altered.length * n) / 64);
      altered[at] = (altered[at] ?? 0) ^ 0x10;
      expect(await complaint(altered)).toMatch(/altered|cut off/);
    }
  });

  test("with a row altered, removed or added in any part, by the name of the part", async () => {
    const lines = gunzipSync(sample.bytes).toString("utf8").split("\n");
    const parts = lines.flatMap((line, at) =>
      line.startsWith('{"table"') ? [{ at, name: JSON.parse(line).table }] : [],
    );
    for (const { at, name } of parts) {
      const hasRows = lines[at + 1]?.startsWith('"') === true;
      const row = lines[at + 1] ?? "";
      const changes = hasRows
        ? [[row.replace(/[0-9a-z]/, (c) => (c === "1" ? "2" : "1"))], [], [row, row]]
        : [['"(1)"', row]];
      for (const change of changes) {
        const altered = rewritten(sample.bytes, (all) => void all.splice(at + 1, 1, ...change));
        expect(await complaint(altered)).toBe(`the backup was altered in the part ${name}: take another one`);
      }
    }
  });

  test("with hashes that somebody without the key made to fit", async () => {
    const sha256 = (all: readonly string[]) =>
      createHash("sha256")
        .update(all.map((line) => `${line}\n`).join(""))
        .digest("hex");
    const forged = rewritten(sample.bytes, (lines) => {
      const at = lines.findIndex((line) => line.startsWith('{"table":"organisations"'));
      lines[at + 1] = lines[at + 1]?.replace("Organisation", "Malloryation") ?? "";
      lines[at + 2] = JSON.stringify({
        ...JSON.parse(lines[at + 2] ?? ""),
        sha256: sha256([lines[at + 1] ?? ""]),
      });
      const last = lines.length - 2;
      const others = lines.slice(0, last).filter((line) => !line.startsWith('"'));
      lines[last] = JSON.stringify({ ...JSON.parse(lines[last] ?? ""), sha256: sha256(others) });
    });
    expect(await complaint(forged)).toMatch(/^the backup was altered after the part /);
  });

  test("of a newer format, of a newer version, for another key, and what is none", async () => {
    const withHeader = (change: object) =>
      rewritten(sample.bytes, (lines) => {
        lines[0] = JSON.stringify({ ...JSON.parse(lines[0] ?? ""), ...change });
      });
    expect(await complaint(withHeader({ version: 2, surprise: 1 }))).toMatch(
      /^the backup has format 2, which/,
    );
    expect(await complaint(withHeader({ migrations: ["20990101000000_later"] }))).toMatch(
      /newer version .*20990101000000_later/,
    );
    const other = parseMasterKey(newMasterKeyText(), "test");
    expect(await complaint(sample.bytes, { ...checks, masterKeys: [other] })).toBe(
      `the backup needs master key ${shownKeyId(masterKeys.current.id)}, and the one at hand is ${shownKeyId(other.id)}: nothing was changed`,
    );
    const both = [other, masterKeys.current];
    expect(await complaint(sample.bytes, { ...checks, masterKeys: both })).toBe("right");
    for (const none of [Buffer.from("hello, this is no backup"), gzipSync("{}\n"), gzipSync("hello\n")])
      expect(await complaint(none)).toMatch(/^this is no backup of Strongroom/);
  });

  test("by a database that is not empty, which stays as it is", async () => {
    const before = await contentOf(base.pool);
    const source = () => Readable.from([sample.bytes]);
    await expect(loadBackup(base.pool, source(), checks)).rejects.toThrow(/already belongs to a Strongroom/);
    expect(await contentOf(base.pool)).toEqual(before);
    const { pool } = await empty();
    await pool.query("CREATE TABLE theirs (n int)");
    await expect(loadBackup(pool, source(), checks)).rejects.toThrow(/already holds something else/);
    expect(await tablesOf(pool)).toEqual(["theirs"]);
  });

  test("in the middle of loading: the database is as empty as before, and takes the whole one afterwards", async () => {
    const { pool } = await empty();
    for (const share of [0.1, 0.5, 0.9, 0.999]) {
      const cut = sample.bytes.subarray(0, Math.floor(sample.bytes.length * share));
      await expect(loadBackup(pool, Readable.from([cut]), checks)).rejects.toThrow(/cut off/);
      expect(await isEmpty(pool)).toBe(true);
    }
    const loaded = await loadBackup(pool, Readable.from([sample.bytes]), checks);
    expect(loaded.rows).toBe(sample.summary.rows);
  });
});
