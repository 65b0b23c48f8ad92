import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { expect, test, vi } from "vitest";
import type { DatabaseAddress } from "@/lib/db/client";
import { buildInstance, type Instance } from "@/test/instance";
import { killPostmaster, postmasterOf, scratchDir } from "@/test/scratch";
import { type EmbeddedServer, startEmbedded } from "./supervisor";

const log = { info: () => {}, warn: () => {}, error: () => {} };
const instances = await buildInstance();

function poolOf(address: DatabaseAddress): pg.Pool {
  const pool = new pg.Pool({ ...address, max: 2 });
  return pool.on("error", () => {});
}

async function query(server: EmbeddedServer | Instance, text: string): Promise<unknown[]> {
  const pool = poolOf(addressOf(server));
  return (await pool.query(text).finally(() => pool.end())).rows;
}

function addressOf(server: EmbeddedServer | Instance): DatabaseAddress {
  if ("address" in server) return server.address;
  if ("error" in server.outcome) throw new Error(server.outcome.error);
  return server.outcome.address;
}

const STORE = "CREATE TABLE kept (n int); INSERT INTO kept VALUES (42)";
const LOAD = "SELECT n FROM kept";

test("a restart keeps the data, and between the two nothing runs", async () => {
  const dataDir = await scratchDir();
  const first = await startEmbedded({ dataDir, log });
  await query(first, STORE);
  await first.stop();
  expect(await postmasterOf(dataDir)).toBeNull();
  const second = await startEmbedded({ dataDir, log });
  expect(await query(second, LOAD)).toEqual([{ n: 42 }]);
  await second.stop();
});

test("the database listens on a socket alone, in a folder for its owner only", async () => {
  const dataDir = await scratchDir();
  const server = await startEmbedded({ dataDir, log });
  expect(await query(server, "SHOW listen_addresses")).toEqual([{ listen_addresses: "" }]);
  for (const folder of ["run", "run/pg", "postgres"]) {
    expect((await stat(join(dataDir, folder))).mode & 0o777).toBe(0o700);
  }
  await server.stop();
});

test("the program's role is no superuser, and text folds as in C.UTF-8", async () => {
  const server = await startEmbedded({ dataDir: await scratchDir(), log });
  const told = "SELECT rolsuper AS super, 'Ä' ILIKE 'ä' AS folds, current_setting('fsync') AS fsync";
  expect(await query(server, `${told} FROM pg_roles WHERE rolname = current_user`)).toEqual([
    { super: false, folds: true, fsync: "on" },
  ]);
  await server.stop();
});

test.runIf(process.platform === "linux")("PostgreSQL sees nothing of the program's settings", async () => {
  const dataDir = await scratchDir();
  const env = { STRONGROOM_MASTER_KEY: "canary-1", DATABASE_URL: "canary-2", NODE_OPTIONS: "--no-warnings" };
  const instance = await instances.start(dataDir, { env });
  const seen = await readFile(`/proc/${await postmasterOf(dataDir)}/environ`, "utf8");
  expect(seen).toContain("PATH=");
  expect(seen).not.toMatch(/canary|STRONGROOM|NODE_OPTIONS/);
  await instance.end("SIGTERM");
});

test("a database whose program was killed is adopted, and the killed one is not counted for ever", async () => {
  const dataDir = await scratchDir();
  const killed = await instances.start(dataDir);
  await query(killed, STORE);
  const postmaster = await postmasterOf(dataDir);
  await killed.end("SIGKILL");
  const next = await startEmbedded({ dataDir, log });
  expect(await postmasterOf(dataDir)).toBe(postmaster);
  expect(await query(next, LOAD)).toEqual([{ n: 42 }]);
  await next.stop();
  expect(await postmasterOf(dataDir)).toBeNull();
});

test("Ctrl-C in the terminal does not reach the database", async () => {
  const dataDir = await scratchDir();
  const instance = await instances.start(dataDir);
  const postmaster = await postmasterOf(dataDir);
  await instance.end("SIGINT", "group");
  const next = await startEmbedded({ dataDir, log });
  expect(await postmasterOf(dataDir)).toBe(postmaster);
  await next.stop();
});

test("a killed database is started again under the running program, and the pool recovers", async () => {
  const dataDir = await scratchDir();
  const server = await startEmbedded({ dataDir, log });
  const pool = poolOf(server.address);
  await pool.query(STORE);
  const killed = await killPostmaster(dataDir);
  // Until it notices, the process behind an open connection goes on without its parent.
  await vi.waitFor(async () => expect([null, killed]).not.toContain(await postmasterOf(dataDir)), 20_000);
  await vi.waitFor(async () => expect((await pool.query(LOAD)).rows).toEqual([{ n: 42 }]), 20_000);
  await pool.end();
  await server.stop();
  expect(await postmasterOf(dataDir)).toBeNull();
});

test("when program and database are both killed, the next start recovers by itself", async () => {
  const dataDir = await scratchDir();
  const killed = await instances.start(dataDir);
  await query(killed, STORE);
  await killed.end("SIGKILL");
  await killPostmaster(dataDir);
  const next = await startEmbedded({ dataDir, log });
  expect(await query(next, LOAD)).toEqual([{ n: 42 }]);
  await next.stop();
});

test("instances that start together share one database, and the last one out stops it", async () => {
  const dataDir = await scratchDir();
  const [first, second, third] = await Promise.all([
    startEmbedded({ dataDir, log }),
    instances.start(dataDir),
    instances.start(dataDir),
  ]);
  await query(second, STORE);
  const postmaster = await postmasterOf(dataDir);
  await first.stop();
  await second.end("SIGTERM");
  expect(await postmasterOf(dataDir)).toBe(postmaster);
  expect(await query(third, LOAD)).toEqual([{ n: 42 }]);
  await third.end("SIGTERM");
  expect(await postmasterOf(dataDir)).toBeNull();
});

test("an instance that starts while the last one stops waits and then has a database", async () => {
  const dataDir = await scratchDir();
  const first = await startEmbedded({ dataDir, log });
  const stopping = first.stop();
  const second = await startEmbedded({ dataDir, log });
  await stopping;
  expect(await query(second, "SELECT 1 AS n")).toEqual([{ n: 1 }]);
  await second.stop();
});

test("stopping while the database is down or just coming back leaves nothing running", async () => {
  const dataDir = await scratchDir();
  for (const waitMs of [0, 5, 30, 60, 100]) {
    const server = await startEmbedded({ dataDir, log });
    await killPostmaster(dataDir);
    await sleep(waitMs);
    await server.stop();
    expect(await postmasterOf(dataDir)).toBeNull();
  }
});
