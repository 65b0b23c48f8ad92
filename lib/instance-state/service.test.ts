import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openStatementTimes } from "@/lib/db/statement-times";
import { openHeartbeat } from "@/lib/instances/heartbeat";
import { newId } from "@/lib/platform/ids";
import { VERSION } from "@/lib/platform/version";
import { afterwards } from "@/test/afterwards";
import { testContext } from "@/test/context";
import { codeOf } from "@/test/failure";
import { knownFaults } from "./known-faults";
import { readInstanceState } from "./service";

const { as, asRole, database } = await testContext();
const { pool } = database;
const statementTimes = openStatementTimes();
const self = { id: newId(), statementTimes, dataDir: ".", root: process.cwd() };
const owner = as(await asRole("owner"));

function releaseWith(faults: unknown): string {
  const root = mkdtempSync(join(tmpdir(), "strongroom-faults-"));
  afterwards(() => rmSync(root, { recursive: true, force: true }));
  mkdirSync(join(root, "deploy"));
  writeFileSync(join(root, "deploy", "known-faults.json"), JSON.stringify({ faults }));
  return root;
}

test("an Owner sees instances, database and the statements that took longest", async () => {
  const log = { warn: () => {} };
  const other = newId();
  for (const [id, keys] of [
    [self.id, ["a".repeat(64)]],
    [other, []],
  ] as const) {
    const heartbeat = await openHeartbeat({ pool, log, id, masterKeyIds: async () => keys });
    afterwards(() => heartbeat.close());
  }
  await pool.query(
    "UPDATE instances SET started_at = now(), last_seen_at = now() - interval '5 minutes' WHERE id = $1",
    [other],
  );
  statementTimes.note("/* prepared */SELECT 1\n   FROM a", 1);
  statementTimes.note("SELECT 2", 30);
  statementTimes.note("SELECT 2", 10);
  const state = await readInstanceState(owner, self);
  expect(state).toMatchObject({ version: VERSION, backup: null });
  expect(state.instances).toMatchObject([
    { id: self.id, isThis: true, isLiving: true, masterKeyIds: [expect.stringMatching(/^a+…$/)] },
    { id: other, isThis: false, isLiving: false },
  ]);
  expect(state.statements).toEqual([
    { text: "SELECT 2", count: 2, averageMs: 20, maxMs: 30 },
    { text: "SELECT 1 FROM a", count: 1, averageMs: 1, maxMs: 1 },
  ]);
  expect(state.database.version).toMatch(/^\d+/);
  expect(state.tables).toHaveLength(10);
  expect(state.tables[0]?.bytes).toBeGreaterThanOrEqual(state.tables[1]?.bytes ?? 0);
  expect(state.disk?.freeBytes).toBeGreaterThan(0);
});

test("nobody else does", async () => {
  for (const role of ["super_admin", "auditor", "member"] as const)
    expect(await codeOf(readInstanceState(as(await asRole(role)), self))).toBe("forbidden");
});

test("faults are known of the versions that have them, from the first one to the one before the mended one", async () => {
  const root = releaseWith([
    { id: "A", from: "0.9.0", fixedIn: "0.10.2", text: "Values of …" },
    { id: "B", from: "0.10.0", fixedIn: null, text: "Mails …" },
  ]);
  const idsFor = async (...versions: string[]) => (await knownFaults(root, versions)).map(({ id }) => id);
  expect(await idsFor("0.8.9")).toEqual([]);
  expect(await idsFor("0.9.0")).toEqual(["A"]);
  expect(await idsFor("0.10.1")).toEqual(["A", "B"]);
  expect(await idsFor("0.10.2")).toEqual(["B"]);
  expect(await idsFor("1.0.0", "0.9.5")).toEqual(["A", "B"]);
});

test("the list of the release can be read, and one that is malformed is not passed over", async () => {
  expect(await knownFaults(process.cwd(), [VERSION])).toEqual([]);
  await expect(knownFaults(releaseWith([{ id: "A" }]), [VERSION])).rejects.toThrow();
});
