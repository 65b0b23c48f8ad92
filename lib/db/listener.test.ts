import { expect, test } from "vitest";
import { newDatabase } from "@/test/database";
import { databaseProxy } from "@/test/database-proxy";
import { runSql } from "@/test/server";
import { closeDatabase, openDatabase } from "./client";
import { listen } from "./listener";

async function listening() {
  const proxy = await databaseProxy(await newDatabase());
  const opened = openDatabase(proxy.address, () => {});
  let woken = 0;
  const errors: unknown[] = [];
  const listener = listen({
    pool: opened.pool,
    channel: "strongroom_changes",
    onWake: () => {
      woken += 1;
    },
    onError: (error) => void errors.push(error),
  });
  await expect.poll(() => woken).toBe(1);
  return { proxy, opened, listener, errors, woken: () => woken };
}

test("a connection that is lost is made anew, once, and tells of what may have been missed", async () => {
  const { proxy, opened, listener, errors, woken } = await listening();
  for (let round = 2; round < 6; round += 1) {
    proxy.cut();
    await expect.poll(woken).toBe(round);
  }
  expect(errors).toHaveLength(4);
  expect(opened.pool.totalCount).toBe(1);
  await runSql(proxy.address, "NOTIFY strongroom_changes");
  await expect.poll(woken).toBe(6);
  await listener.close();
  await closeDatabase(opened);
  expect(proxy.count()).toBe(0);
});

test("a connection whose packets vanish is noticed", { timeout: 40_000 }, async () => {
  const { proxy, opened, listener, woken } = await listening();
  proxy.freeze();
  await expect.poll(woken, { timeout: 25_000 }).toBe(2);
  await listener.close();
  await closeDatabase(opened);
});

test("closing does not wait for a connection that is stuck", async () => {
  const { proxy, opened, listener } = await listening();
  proxy.freeze();
  const startedMs = performance.now();
  await listener.close();
  await closeDatabase(opened);
  expect(performance.now() - startedMs).toBeLessThan(10_000);
});
