import { expect, test } from "vitest";
import { openAuditLog } from "@/lib/audit/log";
import { newId } from "@/lib/platform/ids";
import { afterwards } from "@/test/afterwards";
import { newDatabase } from "@/test/database";
import { type DatabaseProxy, databaseProxy } from "@/test/database-proxy";
import { runSql } from "@/test/server";
import { batchOn } from "./batch";
import { closeDatabase, type Db, openDatabase, type Pool } from "./client";
import { databaseFailure, fromDatabase } from "./errors";
import { sqlOn } from "./sql";
import { inTransaction } from "./transaction";

interface Opened {
  readonly db: Db;
  readonly pool: Pool;
  readonly proxy: DatabaseProxy;
}

async function opened(): Promise<Opened> {
  return openedAt(await databaseProxy(await newDatabase()));
}

function openedAt(proxy: DatabaseProxy): Opened {
  const database = openDatabase(proxy.address, () => {});
  afterwards(() => closeDatabase(database));
  return { ...database, proxy };
}

async function project(db: Pick<Db, "project">, slug: string): Promise<void> {
  await db.project.create({
    data: { id: newId(), slug, name: slug, createdAt: new Date(), seal: new Uint8Array() },
  });
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => "done",
    (reason: unknown) => fromDatabase(reason),
  );
  return typeof error === "string"
    ? error
    : error instanceof Error && "code" in error
      ? String(error.code)
      : "none";
}

test("packets of open connections that vanish hold nothing up for longer than seconds", {
  timeout: 60_000,
}, async () => {
  const { db, pool, proxy } = await opened();
  const audit = openAuditLog({ pool, key: Buffer.alloc(32) });
  const actor = { kind: "operator", name: "test" } as const;
  const ctx = { actor, now: () => new Date(), request: { id: newId(), ip: null, userAgent: null } };
  const load = batchOn(async (on: Pool, keys: readonly number[]) => {
    await sqlOn(on)`SELECT 1`;
    return keys;
  });
  await Promise.all(Array.from({ length: 12 }, () => pool.query("SELECT pg_sleep(0.1)")));
  proxy.freeze();
  const startedMs = performance.now();
  const stuck = await Promise.all([
    codeOf(pool.query("SELECT 1")),
    codeOf(db.project.findMany()),
    codeOf(inTransaction({ db }, (tx) => project(tx, "stuck"))),
    codeOf(audit.record(ctx, [{ action: "instance.started" }])),
    codeOf(load(pool, 1)),
  ]);
  expect(stuck).toEqual(Array.from({ length: 5 }, () => "unavailable"));
  expect(performance.now() - startedMs).toBeLessThan(30_000);
  // Those that nobody used meanwhile are not tried one after another.
  await Promise.all([
    pool.query("SELECT 1"),
    db.project.findMany(),
    inTransaction({ db }, (tx) => project(tx, "free")),
    audit.record(ctx, [{ action: "instance.started" }]),
    load(pool, 2),
  ]);
  expect(performance.now() - startedMs).toBeLessThan(45_000);
});

test("a batch that gets no answer does not keep the next one waiting", async () => {
  const { pool, proxy } = await opened();
  const load = batchOn(async (on: Pool, keys: readonly number[]) => {
    await sqlOn(on)`SELECT 1`;
    return keys;
  });
  await load(pool, 1);
  proxy.freeze();
  const stuck = codeOf(load(pool, 2));
  await new Promise((resolve) => setTimeout(resolve, 50));
  const startedMs = performance.now();
  expect(await load(pool, 3)).toBe(3);
  expect(performance.now() - startedMs).toBeLessThan(5_000);
  proxy.cut();
  expect(await stuck).toBe("unavailable");
});

test("the answer to a COMMIT that is lost leaves the outcome open, and the answer says so", async () => {
  const { db, proxy } = await opened();
  await db.project.count();
  proxy.cutAfter("COMMIT");
  const lost = inTransaction({ db }, (tx) => project(tx, "committed"));
  await expect(lost).rejects.toMatchObject({
    code: "outcomeUnknown",
    detail: expect.stringContaining("may or may not have been saved"),
  });
  expect(await db.project.count({ where: { slug: "committed" } })).toBe(1);
});

test("a connection that is lost before the COMMIT is a change that was not saved, and the answer says so", async () => {
  const { db, proxy } = await opened();
  const lost = inTransaction({ db }, async (tx) => {
    await project(tx, "undone");
    proxy.cut();
    await tx.project.count();
  });
  await expect(lost).rejects.toMatchObject({
    code: "unavailable",
    detail: expect.stringContaining("was not saved"),
  });
  expect(await db.project.count({ where: { slug: "undone" } })).toBe(0);
});

test.each([
  [
    "a write",
    (pool: Pool) => sqlOn(pool)`INSERT INTO throttles (key, failures, window_ends_at) VALUES ('k', 1, now())`,
    "outcomeUnknown",
  ],
  [
    "a write in a WITH",
    (pool: Pool) => sqlOn(pool)`WITH x AS (DELETE FROM throttles RETURNING key) SELECT key FROM x`,
    "outcomeUnknown",
  ],
  ["a read", (pool: Pool) => sqlOn(pool)`SELECT key FROM throttles`, "unavailable"],
  [
    "a read in a WITH",
    (pool: Pool) => sqlOn(pool)`WITH x AS (SELECT key FROM throttles) SELECT key FROM x`,
    "unavailable",
  ],
] as const)(
  "outside of a transaction the lost answer to %s tells what is known of it",
  async (_, run, code) => {
    const { pool, proxy } = await opened();
    await pool.query("SELECT 1");
    proxy.cutAfter("throttles");
    expect(await codeOf(run(pool))).toBe(code);
  },
);

test("an answer never says that a change was not saved when it was, whenever the database ends connections", {
  timeout: 60_000,
}, async () => {
  const { db, pool, proxy } = await opened();
  const said = new Map<string, string>();
  let isOver = false;
  const killing = (async () => {
    while (!isOver) {
      await pool
        .query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND pid <> pg_backend_pid() AND random() < 0.3`,
        )
        .catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
  })();
  const writer = async (n: number) => {
    for (let i = 0; i < 25; i += 1) {
      const slug = `p-${n}-${i}`;
      said.set(slug, await codeOf(inTransaction({ db }, (tx) => project(tx, slug))));
    }
  };
  await Promise.all(Array.from({ length: 8 }, (_, n) => writer(n)));
  isOver = true;
  await killing;
  // A pool of its own: connections of the first one may have been ended without anybody having noticed yet.
  const { db: after } = openedAt(proxy);
  const saved = new Set((await after.project.findMany()).map(({ slug }) => slug));
  const wrong = [...said].filter(
    ([slug, code]) => code !== "outcomeUnknown" && saved.has(slug) !== (code === "done"),
  );
  expect(wrong).toEqual([]);
  expect(new Set(said.values()).has("unavailable")).toBe(true);
  expect(
    [...said.values()].filter((code) => !["done", "unavailable", "outcomeUnknown"].includes(code)),
  ).toEqual([]);
});

test("a connection that is gone is told as such, not as an error of the program", async () => {
  const { pool, proxy } = await opened();
  const client = await pool.connect();
  proxy.cut();
  await expect.poll(() => codeOf(client.query("SELECT 1"))).toBe("unavailable");
  const error = await client.query("SELECT 1").catch((reason: unknown) => reason);
  expect(databaseFailure(error).kind).toBe("unreachable");
  client.release(true);
});

test("where the database gives fewer connections than the pool may hold, requests wait for those", async () => {
  const { pool, proxy } = await opened();
  const name = new URL(proxy.address.url).pathname.slice(1);
  await runSql(proxy.address, `ALTER DATABASE ${name} CONNECTION LIMIT 3`);
  const answers = await Promise.all(Array.from({ length: 40 }, () => pool.query("SELECT pg_sleep(0.02)")));
  expect(answers).toHaveLength(40);
  expect(proxy.count()).toBeLessThanOrEqual(3);
});

test("why the database lets nobody in is told in its own words", async () => {
  const { pool, proxy } = await opened();
  const name = new URL(proxy.address.url).pathname.slice(1);
  await runSql(proxy.address, `ALTER DATABASE ${name} CONNECTION LIMIT 0`);
  await expect(pool.query("SELECT 1")).rejects.toThrow(`too many connections for database "${name}"`);
});

test("sessions of a time when the database took no changes are given up", async () => {
  const { db, pool, proxy } = await opened();
  const name = new URL(proxy.address.url).pathname.slice(1);
  await runSql(proxy.address, `ALTER DATABASE ${name} SET default_transaction_read_only = on`);
  const made = () => project(db, `p-${newId()}`);
  const inTurn = () => inTransaction({ db }, (tx) => project(tx, `p-${newId()}`));
  const plain = () => pool.query("CREATE TABLE made_now ()");
  for (const write of [made, inTurn, plain]) expect(await codeOf(write())).toBe("unavailable");
  await pool.query("SELECT 1");
  await runSql(
    proxy.address,
    "SET default_transaction_read_only = off",
    `ALTER DATABASE ${name} RESET default_transaction_read_only`,
  );
  // One session may be left from the last statement; whoever meets it is refused once.
  await codeOf(made());
  for (const write of [made, inTurn, plain]) expect(await codeOf(write())).toBe("done");
});
