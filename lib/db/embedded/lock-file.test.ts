import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { postmasterOf, scratchDir } from "@/test/scratch";
import { isHeld, readLockFile, removeStale } from "./lock-file";
import { startEmbedded } from "./supervisor";

const log = { info: () => {}, warn: () => {}, error: () => {} };

/** A living process of the same user, as the one that got a dead server's number after a reboot. */
const stranger = spawn("sleep", ["600"], { stdio: "ignore" });
afterAll(() => stranger.kill());

test("lock files of a dead server whose number another process got do not stop the start", async () => {
  const dataDir = await scratchDir();
  const first = await startEmbedded({ dataDir, log });
  const socketDir = "host" in first.address ? first.address.host : "";
  const lockPaths = [join(dataDir, "postgres", "postmaster.pid"), join(socketDir, ".s.PGSQL.5432.lock")];
  const texts = await Promise.all(lockPaths.map((path) => readFile(path, "utf8")));
  await first.stop();
  for (const [i, path] of lockPaths.entries()) {
    await writeFile(path, (texts[i] ?? "").replace(/^\d+/, String(stranger.pid)));
  }
  const second = await startEmbedded({ dataDir, log });
  expect(await postmasterOf(dataDir)).not.toBe(stranger.pid);
  await second.stop();
});

test("an empty lock file does not stop the start", async () => {
  const dataDir = await scratchDir();
  await (await startEmbedded({ dataDir, log })).stop();
  await writeFile(join(dataDir, "postgres", "postmaster.pid"), "");
  await (await startEmbedded({ dataDir, log })).stop();
});

test("a database that lost its socket is started again with one", async () => {
  const dataDir = await scratchDir();
  const first = await startEmbedded({ dataDir, log });
  const before = await postmasterOf(dataDir);
  await rm(join(dataDir, "run"), { recursive: true });
  const second = await startEmbedded({ dataDir, log });
  expect(await postmasterOf(dataDir)).not.toBe(before);
  await first.stop();
  await second.stop();
  expect(await postmasterOf(dataDir)).toBeNull();
});

test("a copy of a running database's folder is no second door to that database", async () => {
  const dataDir = await scratchDir();
  const copy = await scratchDir();
  const original = await startEmbedded({ dataDir, log });
  await cp(join(dataDir, "postgres"), join(copy, "postgres"), { recursive: true });
  const second = await startEmbedded({ dataDir: copy, log });
  expect(await postmasterOf(copy)).not.toBe(await postmasterOf(dataDir));
  expect("host" in second.address && second.address.host).toContain(copy);
  await second.stop();
  expect(await postmasterOf(dataDir)).not.toBeNull();
  await original.stop();
});

test("a lock file that changed hands meanwhile is put back", async () => {
  const folder = await scratchDir();
  const path = join(folder, "postmaster.pid");
  await writeFile(path, `${stranger.pid}\n${folder}\n0\n5432\n\n`);
  const stale = await readLockFile(path);
  if (!stale) throw new Error("no lock file");
  expect(await isHeld(stale, folder)).toBe(false);
  await writeFile(path, "4242\n");
  await removeStale(stale);
  expect(await readFile(path, "utf8")).toBe("4242\n");
  expect(await readdir(folder)).toEqual(["postmaster.pid"]);
  await removeStale({ ...stale, text: "4242\n" });
  expect(existsSync(path)).toBe(false);
});
