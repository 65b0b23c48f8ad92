import { expect, test } from "vitest";
import { afterwards } from "@/test/afterwards";
import { newDatabase } from "@/test/database";
import { databaseProxy } from "@/test/database-proxy";
import { runSql } from "@/test/server";
import { closeDatabase, openDatabase } from "./client";
import { databaseFailure } from "./errors";
import { watchDatabase } from "./watch";

async function watched(answerMs = 300) {
  const proxy = await databaseProxy(await newDatabase());
  const opened = openDatabase(proxy.address, () => {}, 4);
  const changes: boolean[] = [];
  const watch = watchDatabase({
    pool: opened.pool,
    onChange: (isSilent) => void changes.push(isSilent),
    intervalMs: 50,
    answerMs,
  });
  afterwards(async () => {
    await watch.close();
    await closeDatabase(opened);
  });
  await opened.pool.query("CREATE TABLE kept (n int)");
  return { ...opened, proxy, changes };
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
  expect(performance.now() - startedMs).toBeLessThan(5_000);
  expect(changes).toEqual([true]);
  expect(await failureOf(pool.query("SELECT 1"))).toBe("unreachable");
  expect(await failureOf(db.project.findMany())).toBe("unreachable");
  proxy.flow();
  await expect.poll(() => changes).toEqual([true, false]);
  expect(await failureOf(pool.query("SELECT 1"))).toBe("none");
  expect(await failureOf(db.project.findMany())).toBe("none");
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
  await expect.poll(() => changes).toEqual([true]);
  expect(await read).toBe("unreachable");
  proxy.flow();
  expect(await commit).toBe("none");
  writer.release();
  reader.release(true);
  await expect.poll(async () => (await pool.query("SELECT n FROM kept")).rows).toEqual([{ n: 1 }]);
});

test("neither a slow statement nor a database that refuses connections counts as silence", async () => {
  const { pool, proxy, changes } = await watched(1_000);
  await Promise.all(Array.from({ length: 4 }, () => pool.query("SELECT pg_sleep(1)")));
  proxy.cut();
  await runSql(proxy.address, "SELECT 1");
  // The program itself was held up.
  const until = performance.now() + 1_500;
  while (performance.now() < until);
  expect(await failureOf(pool.query("SELECT 1"))).toBe("none");
  expect(changes).toEqual([]);
});
