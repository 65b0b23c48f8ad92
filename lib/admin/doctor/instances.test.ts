import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { newId } from "@/lib/platform/ids";
import { VERSION } from "@/lib/platform/version";
import { testDatabase } from "@/test/database";
import { scratchDir } from "@/test/scratch";
import { instanceFindings } from "./instances";

const { pool } = await testDatabase();
const KEY = "ab".repeat(32);
const root = await scratchDir();

beforeEach(() => pool.query("DELETE FROM instances"));

async function running(host: string, { version = VERSION, keys = [KEY], silentFor = "0 s" } = {}) {
  await pool.query(
    "INSERT INTO instances VALUES ($1, $2, 1, $3, now() - interval '1 hour', now() - $4::interval, $5)",
    [newId(), host, version, silentFor, keys],
  );
}

function known(faults: unknown) {
  mkdirSync(join(root, "deploy"), { recursive: true });
  writeFileSync(join(root, "deploy", "known-faults.json"), JSON.stringify({ faults }));
}

async function findings(connections = 20) {
  const found = await instanceFindings(pool, root, { masterKeyId: KEY, connections, available: 97 });
  return found.map(({ what, level, text }) => `${level} ${what}: ${text}`);
}

test("instances that live, are alike and find room are fine", async () => {
  known([]);
  await running("a");
  await running("b");
  expect(await findings()).toEqual([
    "ok instances: 2 running: a (process 1), b (process 1)",
    `ok known faults: none of ${VERSION} in the list of this release`,
  ]);
});

test("those that fell silent, differ, lack the key or crowd the database are told by name", async () => {
  known([{ id: "F-1", from: "0.0.1", fixedIn: "0.0.9", text: "It fails." }]);
  await running("a", { silentFor: "1 minute" });
  await running("b", { version: "0.0.8", keys: [] });
  await running("c");
  expect(await findings(60)).toEqual([
    "warning instances: 2 running, and no word of a (process 1)",
    `warning instances: of different versions: b 0.0.8, c ${VERSION}`,
    "error instances: without the master key abababab… that is in use: b (process 1)",
    "warning instances: 2 hold up to 120 connections together, the database gives 97",
    "error known faults: F-1: It fails.",
  ]);
});

test("a list that cannot be read is told of", async () => {
  known("none");
  expect((await findings()).at(-1)).toMatch(/^warning known faults: the list cannot be read/);
});
