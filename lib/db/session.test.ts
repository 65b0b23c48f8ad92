import { expect, test } from "vitest";
import { newDatabase } from "@/test/database";
import { databaseProxy } from "@/test/database-proxy";
import { runSql } from "@/test/server";
import { closeDatabase, type DatabaseAddress, openDatabase } from "./client";

const at = new Date("2026-01-02T23:00:00.123Z");

/** What the server, a database, a role or a URL may say, in the words of `ALTER DATABASE`. */
const DEFAULTS = [
  "datestyle = 'German, DMY'",
  "datestyle = 'SQL, DMY'",
  "datestyle = 'Postgres, MDY'",
  "timezone = 'Asia/Tokyo'",
  "timezone = 'America/St_Johns'",
  "intervalstyle = 'iso_8601'",
  "bytea_output = 'escape'",
  "client_encoding = 'LATIN1'",
  "standard_conforming_strings = off",
  "array_nulls = off",
  "transform_null_equals = on",
  "default_transaction_isolation = 'serializable'",
  "default_transaction_isolation = 'repeatable read'",
  "synchronous_commit = off",
  "search_path = 'elsewhere'",
  "statement_timeout = 500",
  "lock_timeout = 500",
  "idle_session_timeout = 300",
  "idle_in_transaction_session_timeout = 1",
];

async function withOpened<T>(
  address: DatabaseAddress,
  work: (opened: ReturnType<typeof openDatabase>) => Promise<T>,
): Promise<T> {
  const opened = openDatabase(address, () => {});
  return work(opened).finally(() => closeDatabase(opened));
}

/** Writes and reads with both drivers what the defaults of a session change. */
async function expectTruth(address: DatabaseAddress): Promise<void> {
  await withOpened(address, async ({ db, pool }) => {
    await db.masterKey.deleteMany();
    await db.masterKey.create({ data: { id: "ключ\\1", createdAt: at, retiredAt: at } });
    const { rows } = await pool.query(
      "SELECT id, created_at, extract(epoch FROM created_at)::float8 * 1000 AS ms FROM master_keys WHERE retired_at = $1",
      [at],
    );
    expect(rows).toEqual([{ id: "ключ\\1", created_at: at, ms: at.getTime() }]);
    expect(await db.masterKey.findMany()).toMatchObject([{ id: "ключ\\1", createdAt: at, retiredAt: at }]);
    expect(await db.masterKey.count({ where: { createdAt: { gt: new Date(at.getTime() - 1) } } })).toBe(1);
    const settings = await pool.query(`SELECT '\\x'::text AS backslash, '\\xff'::bytea AS bytes,
      ARRAY[NULL, 'NULL']::text[] AS nulls, '{NULL}'::text[] AS read, (NULL = NULL) IS NULL AS unknown,
      current_setting('transaction_isolation') AS isolation, current_setting('synchronous_commit') AS durable,
      current_setting('statement_timeout') || ' ' || current_setting('lock_timeout') AS timeouts`);
    expect(settings.rows).toEqual([
      {
        backslash: "\\x",
        bytes: Buffer.from([255]),
        nulls: [null, "NULL"],
        read: [null],
        unknown: true,
        isolation: "read committed",
        durable: "on",
        timeouts: "7s 4s",
      },
    ]);
    const isolation = await db.$transaction(
      (tx) => tx.$queryRaw`SELECT current_setting('transaction_isolation') AS name`,
    );
    expect(isolation).toEqual([{ name: "read committed" }]);
  });
}

const address = await newDatabase();
const proxy = await databaseProxy(address);
const name = new URL(proxy.address.url).pathname.slice(1);

async function withDefault(setting: string, work: () => Promise<void>): Promise<void> {
  await runSql(address, `ALTER DATABASE ${name} SET ${setting}`);
  await work().finally(() => runSql(address, `ALTER DATABASE ${name} RESET ALL`));
}

test.each(DEFAULTS)("nothing reads or writes otherwise in a database with %s", (setting) =>
  withDefault(setting, () => expectTruth(address)),
);

test("nothing reads or writes otherwise when the URL asks for another zone and style", async () => {
  const options = "-c timezone=Asia/Tokyo -c datestyle=German -c synchronous_commit=off";
  await expectTruth({ url: `${proxy.address.url}?options=${encodeURIComponent(options)}` });
});

test("nothing reads or writes otherwise behind a pooler that drops start-up parameters", async () => {
  proxy.dropsParameters = true;
  await withDefault("timezone = 'Asia/Tokyo'", () => expectTruth(proxy.address));
});

test("waiting for standbys, which an operator asked for, stays as it is", () =>
  withDefault("synchronous_commit = remote_apply", () =>
    withOpened(address, async ({ pool }) => {
      expect((await pool.query("SHOW synchronous_commit")).rows).toEqual([
        { synchronous_commit: "remote_apply" },
      ]);
    }),
  ));

test("a time that cannot be read is an error, never null, with both drivers", async () => {
  await withOpened(address, async ({ db, pool }) => {
    await db.masterKey.deleteMany();
    await db.masterKey.create({ data: { id: "k", createdAt: at, retiredAt: at } });
    const client = await pool.connect();
    try {
      for (const style of [
        "SET datestyle = 'German'",
        "SET datestyle = 'ISO'; SET timezone = 'Asia/Tokyo'",
      ]) {
        await client.query(style);
        await expect(client.query("SELECT retired_at FROM master_keys")).rejects.toThrow("cannot be read");
        await expect(client.query("SELECT array_agg(retired_at) FROM master_keys")).rejects.toThrow(
          "cannot be read",
        );
      }
    } finally {
      client.release(true);
    }
    for (const odd of ["infinity", "-infinity", "0044-03-15 00:00:00 BC"]) {
      await pool.query("UPDATE master_keys SET retired_at = $1", [odd]);
      await expect(pool.query("SELECT retired_at FROM master_keys")).rejects.toThrow("cannot be read");
      await expect(db.masterKey.findMany()).rejects.toThrow("cannot be read");
    }
    await expect(pool.query("SELECT 'infinity'::date AS day")).rejects.toThrow("cannot be read");
  });
});
