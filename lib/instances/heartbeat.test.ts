import { afterEach, expect, test, vi } from "vitest";
import { closeDatabase, openDatabase } from "@/lib/db/client";
import { newId } from "@/lib/platform/ids";
import { VERSION } from "@/lib/platform/version";
import { afterwards } from "@/test/afterwards";
import { newDatabase, testDatabase } from "@/test/database";
import { openHeartbeat } from "./heartbeat";
import { HEARTBEAT_MS } from "./model";
import { instances, livingInstances } from "./service";

const { pool } = await testDatabase();
const log = { warn: vi.fn() };

afterEach(() => vi.useRealTimers());

async function opened(masterKeyIds: () => Promise<readonly string[]> = async () => []) {
  const id = newId();
  const heartbeat = await openHeartbeat({ pool, log, id, masterKeyIds });
  afterwards(() => heartbeat.close());
  return { id, heartbeat };
}

/** Sets back when an instance was seen, as if it had fallen silent then. */
const silence = (id: string, ago: string) =>
  pool.query("UPDATE instances SET last_seen_at = now() - $2::interval WHERE id = $1", [id, ago]);

test("an instance is on the list from its start to its orderly stop, with the keys that it holds now", async () => {
  const keys = ["first"];
  const { id, heartbeat } = await opened(async () => keys);
  const [row] = await livingInstances({ pool });
  expect(row).toMatchObject({ id, pid: process.pid, version: VERSION, masterKeyIds: ["first"] });
  keys.push("second");
  await heartbeat.beat();
  const [later] = await livingInstances({ pool });
  expect(later?.masterKeyIds).toEqual(["first", "second"]);
  expect(later?.startedAt).toEqual(row?.startedAt);
  await heartbeat.close();
  await heartbeat.beat();
  expect(await instances({ pool })).toEqual([]);
});

test("one that was killed no longer counts as living, and is forgotten after a day", async () => {
  const killed = await opened();
  await silence(killed.id, "36 seconds");
  expect(await livingInstances({ pool })).toEqual([]);
  expect(await instances({ pool })).toMatchObject([{ id: killed.id, isLiving: false }]);
  await silence(killed.id, "25 hours");
  const { id } = await opened();
  expect(await instances({ pool })).toMatchObject([{ id, isLiving: true }]);
});

test("one that could not reach the database for long comes back by itself", async () => {
  vi.useFakeTimers({ toFake: ["setInterval"] });
  const { id } = await opened();
  await pool.query("DELETE FROM instances");
  await vi.advanceTimersByTimeAsync(HEARTBEAT_MS);
  await expect.poll(() => livingInstances({ pool })).toMatchObject([{ id }]);
});

test("a database that is gone fails nothing, and is told once", async () => {
  const gone = openDatabase(await newDatabase(), () => {});
  await closeDatabase(gone);
  log.warn.mockClear();
  const heartbeat = await openHeartbeat({ pool: gone.pool, log, id: newId(), masterKeyIds: async () => [] });
  await heartbeat.beat();
  expect(log.warn).toHaveBeenCalledTimes(1);
  await heartbeat.close();
});
