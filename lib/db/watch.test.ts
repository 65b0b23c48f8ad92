import { expect, test } from "vitest";
import { afterwards } from "@/test/afterwards";
import { newDatabase } from "@/test/database";
import { databaseProxy } from "@/test/database-proxy";
import { runSql } from "@/test/server";
import { closeDatabase, openDatabase } from "./client";
import { databaseFailure } from "./errors";
import { type Absence, watchDatabase } from "./watch";

async function watched(answerMs = 500) {
  const address = await newDatabase();
  const proxy = await databaseProxy(address);
  const opened = openDatabase(proxy.address, () => {}, 4);
  const changes: (Absence | null)[] = [];
  const watch = watchDatabase({
    pool: opened.pool,
    onChange: (absence) => void changes.push(absence),
    intervalMs: 50,
    answerMs,
  });
  afterwards(async () => {
    await watch.close();
    await closeDatabase(opened);
  });
  await opened.pool.query("CREATE TABLE kept (n int)");
  return { ...opened, address, proxy, changes };
}

const failureOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "none",
    (error: unknown) => databaseFailure(error).kind,
  );

test("what waits for a database that falls silent is told so within moments, and what comes then at once", async () => {
  const { pool, db, proxy, changes } = await watched();
  await Promise.all(Array.from({ length: 4 }, () => pool.query("SELECT pg_sleep(0.05)")));
  proxy.stall();
  const startedMs = performance.now();
  // More than there are connections: some wait for one.
  const waiting = Array.from({ length: 12 }, () => failureOf(pool.query("SELECT 1")));
  expect(new Set(await Promise.all(waiting))).toEqual(new Set(["unreachable"]));
  // The limit of a statement is eight seconds.
  expect(performance.now() - startedMs).toBeLessThan(7_000);
  expect(changes).toEqual(["silent"]);
  expect(await failureOf(pool.query("SELECT 1"))).toBe("unreachable");
  expect(await failureOf(db.project.findMany())).toBe("unreachable");
  proxy.flow();
  await expect.poll(() => changes).toEqual(["silent", null]);
  expect(await failureOf(pool.query("SELECT 1"))).toBe("none");
  expect(await failureOf(db.project.findMany())).toBe("none");
});

test("where packets of open connections vanish, and new ones work, what waits on the open ones is told so as well", async () => {
  const { pool, proxy, changes } = await watched(1_000);
  await Promise.all(Array.from({ length: 4 }, () => pool.query("SELECT pg_sleep(0.05)")));
  proxy.freeze();
  const startedMs = performance.now();
  const waiting = Array.from({ length: 4 }, () => failureOf(pool.query("SELECT 1")));
  expect(new Set(await Promise.all(waiting))).toEqual(new Set(["unreachable"]));
  expect(performance.now() - startedMs).toBeLessThan(7_000);
  expect(await failureOf(pool.query("SELECT 1"))).toBe("none");
  expect(changes).toEqual([]);
});

test("a write under way is not broken off: whether it is saved is what its answer says", async () => {
  const { pool, proxy, changes } = await watched();
  const writer = await pool.connect();
  await writer.query("BEGIN");
  await writer.query("INSERT INTO kept VALUES (1)");
  const reader = await pool.connect();
  proxy.stall();
  const commit = failureOf(writer.query("COMMIT"));
  const read = failureOf(reader.query("SELECT 1"));
  await expect.poll(() => changes).toEqual(["silent"]);
  expect(await read).toBe("unreachable");
  proxy.flow();
  expect(await commit).toBe("none");
  writer.release();
  reader.release(true);
  await expect.poll(async () => (await pool.query("SELECT n FROM kept")).rows).toEqual([{ n: 1 }]);
});

test("while a database refuses connections none is tried, and what is there is used", async () => {
  const { pool, address, proxy, changes } = await watched();
  const held = await pool.connect();
  proxy.refuse();
  await runSql(
    address,
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'strongroom watch'",
  );
  await expect.poll(() => changes).toEqual(["refusing"]);
  const tried = proxy.refusedCount();
  expect(await failureOf(held.query("SELECT 1"))).toBe("none");
  held.release();
  // One is served by the connection that is there, the others would need new ones.
  const failures = await Promise.all(
    Array.from({ length: 3 }, () => failureOf(pool.query("SELECT pg_sleep(0.2)"))),
  );
  expect(failures.sort()).toEqual(["none", "unreachable", "unreachable"]);
  // What the watch itself tried meanwhile.
  expect(proxy.refusedCount() - tried).toBeLessThan(20);
  proxy.flow();
  await expect.poll(() => changes).toEqual(["refusing", null]);
  expect(await failureOf(pool.query("SELECT 1"))).toBe("none");
});

test("neither slow statements, a lost connection, nor a program that was held up count as a database that is away", async () => {
  const { pool, proxy, changes } = await watched(1_000);
  await Promise.all(Array.from({ length: 4 }, () => pool.query("SELECT pg_sleep(1)")));
  proxy.cut();
  await runSql(proxy.address, "SELECT 1");
  // The program itself was held up.
  const until = performance.now() + 1_500;
  while (performance.now() < until);
  // The pool may still hold a connection of which it has not heard yet that it is lost.
  await expect.poll(() => failureOf(pool.query("SELECT 1"))).toBe("none");
  expect(changes).toEqual([]);
});
