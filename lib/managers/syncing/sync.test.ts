import { expect, test } from "vitest";
import { deleteSecretByName } from "@/lib/secrets/upsert/service";
import { storeReference } from "../references/service";
import { markOf } from "./model";
import { changeSync, removeSync, runSyncNow } from "./service";
import { testSyncs } from "./syncs.fixture";

const t = await testSyncs();
const {
  vault,
  makeSync: make,
  run,
  put: store,
  entries,
  seen,
  there,
  writes,
  later,
  owner,
  scope,
  database,
} = t;

const removed = (name: string) => deleteSecretByName(owner, scope, name);
const idOf = async (name: string) => (await database.db.sync.findFirstOrThrow({ where: { name } })).id;

test("what is chosen is written, and a change here follows; nothing is written twice", async () => {
  await store("APP_KEY", "swordfish one");
  await store("APP_URL", "https://example.com");
  await store("OTHER", "not chosen here");
  await make({ name: "one-entry", secrets: { kind: "prefix", prefix: "app_" }, path: "one/{environment}" });
  await run();
  expect(there("one/production")).toEqual({ APP_KEY: "swordfish one", APP_URL: "https://example.com" });
  expect(await seen("one-entry")).toMatchObject({ state: "inStep", counts: { written: 2 }, error: null });
  expect(vault.kv2.get("one/production")?.custom).toMatchObject({
    "managed-by": markOf(await idOf("one-entry")),
  });
  const before = writes();
  later(60);
  await run();
  later(3_600);
  await run();
  expect(writes()).toBe(before);
  await store("APP_KEY", "swordfish two");
  await run();
  expect(there("one/production")).toEqual({ APP_KEY: "swordfish two", APP_URL: "https://example.com" });
  const rows = JSON.stringify(await database.db.syncEntry.findMany());
  const action = { in: ["secret.used", "sync.finished"] };
  const events = await database.db.auditEvent.findMany({
    where: { action, targetName: { not: "VAULT_TOKEN" } },
  });
  expect(rows + events.map(({ detail }) => detail).join()).not.toContain("swordfish");
  expect(events.map(({ action, targetName, detail }) => [action, targetName, JSON.parse(detail).of])).toEqual(
    [
      ["secret.used", "APP_KEY", "one-entry"],
      ["secret.used", "APP_URL", "one-entry"],
      ["sync.finished", "one-entry", undefined],
      ["secret.used", "APP_KEY", "one-entry"],
      ["sync.finished", "one-entry", undefined],
    ],
  );
  await removeSync(owner, scope, "one-entry");
  expect(there("one/production")).toBeDefined();
});

test("what somebody changed or deleted there is shown and left, until somebody says so or the secret changes here", async () => {
  await store("DRIFT_A", "a first value");
  await store("DRIFT_B", "b first value");
  await make({
    name: "drift",
    secrets: { kind: "prefix", prefix: "DRIFT_" },
    path: "drift/{lower}",
    field: "value",
  });
  await run();
  expect(there("drift/drift-a")).toEqual({ value: "a first value" });
  vault.put("drift/drift-a", { value: "changed there" });
  vault.kv2.delete("drift/drift-b");
  later(3_601);
  await run();
  expect(await entries("drift")).toEqual({ "drift/drift-a value": "drift", "drift/drift-b value": "drift" });
  expect(await seen("drift")).toMatchObject({ state: "attention", counts: { drift: 2 } });
  expect(there("drift/drift-a")).toEqual({ value: "changed there" });
  await store("DRIFT_B", "b second value");
  await run();
  expect(there("drift/drift-b")).toEqual({ value: "b second value" });
  expect(there("drift/drift-a")).toEqual({ value: "changed there" });
  await runSyncNow(owner, scope, "drift", { overwrite: true });
  await run();
  expect(there("drift/drift-a")).toEqual({ value: "a first value" });
  expect(await seen("drift")).toMatchObject({ state: "inStep" });
  await removeSync(owner, scope, "drift");
});

test("what lies at a secret's place is not written over; the same value is taken for written", async () => {
  await store("SPOT_A", "our own value");
  await store("SPOT_B", "the same value");
  vault.put("spot/doc", { SPOT_A: "theirs", SPOT_B: "the same value", more: "theirs too" });
  await make({ name: "spot", secrets: { kind: "prefix", prefix: "SPOT_" }, path: "spot/doc" });
  await run();
  expect(await entries("spot")).toEqual({ "spot/doc SPOT_A": "foreign", "spot/doc SPOT_B": "written" });
  expect(there("spot/doc")).toEqual({ SPOT_A: "theirs", SPOT_B: "the same value", more: "theirs too" });
  await runSyncNow(owner, scope, "spot", { overwrite: true });
  await run();
  expect(there("spot/doc")).toEqual({
    SPOT_A: "our own value",
    SPOT_B: "the same value",
    more: "theirs too",
  });
  await removeSync(owner, scope, "spot");
});

test.each([
  ["leave", { gone: true, theirs: true }, { "f-leave/gone value": "left", "f-leave/kept value": "written" }],
  [
    "warn",
    { gone: true, theirs: true },
    { "f-warn/gone value": "left", "f-warn/kept value": "written", "f-warn/theirs": "foreign" },
  ],
  ["remove", { gone: false, theirs: true }, { "f-remove/kept value": "written" }],
] as const)("of what no secret stands for: %s", async (foreign, left, known) => {
  await store("GONE", "to be removed");
  await store("KEPT", "to be kept");
  vault.put(`f-${foreign}/theirs`, { value: "theirs" });
  const secrets = { kind: "names", names: ["GONE", "KEPT"] };
  await make({ name: foreign, secrets, path: `f-${foreign}/{lower}`, field: "value", foreign });
  await run();
  await removed("GONE");
  await run();
  expect({
    gone: there(`f-${foreign}/gone`) !== undefined,
    theirs: there(`f-${foreign}/theirs`) !== undefined,
  }).toEqual(left);
  expect(await entries(foreign)).toEqual(known);
  await removeSync(owner, scope, foreign);
});

test("what was written and changed there since is not removed, nor what an entry says another made", async () => {
  await store("SAFE_A", "a value of ours");
  await store("SAFE_B", "b value of ours");
  const secrets = { kind: "prefix", prefix: "SAFE_" };
  await make({ name: "safe", secrets, path: "safe/{name}", field: "value", foreign: "remove" });
  await run();
  vault.put("safe/SAFE_A", { value: "changed there" });
  const other = vault.kv2.get("safe/SAFE_B");
  if (other) other.custom = {};
  await removed("SAFE_A");
  await removed("SAFE_B");
  await run();
  expect([there("safe/SAFE_A"), there("safe/SAFE_B")]).toEqual([
    { value: "changed there" },
    { value: "b value of ours" },
  ]);
  expect(await entries("safe")).toEqual({ "safe/SAFE_A value": "left", "safe/SAFE_B value": "left" });
  await removeSync(owner, scope, "safe");
});

test("two syncs that would write over each other are stopped, also with another Strongroom's", async () => {
  await store("LOOP", "the value of loop");
  const secrets = { kind: "names", names: ["LOOP"] };
  await make({ name: "loop-a", secrets, path: "loop/a" });
  await run();
  await make({ name: "loop-b", secrets, path: "loop/a" });
  await run();
  expect(await entries("loop-a")).toEqual({ "loop/a LOOP": "written" });
  expect(await entries("loop-b")).toEqual({ "loop/a LOOP": "refused" });
  expect(await seen("loop-b")).toMatchObject({ state: "attention" });
  await removeSync(owner, scope, "loop-a");
  await removeSync(owner, scope, "loop-b");
});

test("an outage of a day: it tries again at longer intervals, and catches up with all that changed", async () => {
  await store("DAY_A", "before the outage");
  await make({
    name: "day",
    secrets: { kind: "prefix", prefix: "DAY_" },
    path: "day/{name}",
    field: "value",
  });
  await run();
  vault.instead = () => ({ status: 503, body: { errors: ["Vault is sealed"] } });
  await store("DAY_A", "during the outage");
  await store("DAY_B", "new during the outage");
  let tries = 0;
  for (let minute = 0; minute < 24 * 60; minute += 1) {
    const before = vault.asked.length;
    await run();
    if (vault.asked.length > before) tries += 1;
    later(60);
  }
  expect(tries).toBeGreaterThan(24);
  expect(tries).toBeLessThan(40);
  expect(await seen("day")).toMatchObject({ state: "failing", error: expect.stringContaining("503") });
  vault.instead = () => null;
  later(3_600);
  await run();
  expect(await seen("day")).toMatchObject({ state: "inStep", error: null, attempts: 0 });
  expect([there("day/DAY_A"), there("day/DAY_B")]).toEqual([
    { value: "during the outage" },
    { value: "new during the outage" },
  ]);
  await removeSync(owner, scope, "day");
});

test("one path that the manager refuses holds up no other", async () => {
  await store("ONE_GOOD", "goes there");
  await store("ONE_BAD", "goes nowhere");
  vault.tokens.set(vault.token, { denied: ["secret/data/paths/ONE_BAD"] });
  await make({
    name: "paths",
    secrets: { kind: "prefix", prefix: "ONE_" },
    path: "paths/{name}",
    field: "value",
  });
  await run();
  expect(await entries("paths")).toEqual({
    "paths/ONE_BAD value": "refused",
    "paths/ONE_GOOD value": "written",
  });
  vault.tokens.set(vault.token, { denied: [] });
  later(3_601);
  await run();
  expect(await entries("paths")).toEqual({
    "paths/ONE_BAD value": "written",
    "paths/ONE_GOOD value": "written",
  });
  await removeSync(owner, scope, "paths");
});

test("a sync that is paused, changed by hand in the database, or moved elsewhere", async () => {
  await store("MOVED", "goes somewhere");
  const secrets = { kind: "names", names: ["MOVED"] };
  await make({ name: "moved", secrets, path: "moved/one", isPaused: true, foreign: "remove" });
  await run();
  expect(there("moved/one")).toBeUndefined();
  await expect(runSyncNow(owner, scope, "moved", { overwrite: false })).rejects.toThrow("paused");
  await changeSync(owner, scope, "moved", { isPaused: false });
  await run();
  expect(there("moved/one")).toEqual({ MOVED: "goes somewhere" });
  await changeSync(owner, scope, "moved", { path: "moved/two" });
  await run();
  expect([there("moved/one"), there("moved/two")]).toEqual([undefined, { MOVED: "goes somewhere" }]);
  const configuration = { ...(await seen("moved")), path: "moved/stolen" };
  await database.db.sync.updateMany({
    where: { name: "moved" },
    data: { configuration, dueAt: t.clock.now() },
  });
  await run();
  expect(there("moved/stolen")).toBeUndefined();
});

test("what the manager is signed in to with is not written to it", async () => {
  const secrets = { kind: "names", names: ["VAULT_TOKEN"] };
  await make({ name: "token", secrets, path: "token" });
  await run();
  expect(await entries("token")).toEqual({ "token VAULT_TOKEN": "refused" });
  expect(there("token")).toBeUndefined();
});

test("a value that lives in a manager is written to none, and what a sync wrote is the source of no secret", async () => {
  const from = (path: string) => ({ source: { manager: "office", path, field: "value", label: "" } });
  vault.put("from/there", { value: "lives over there" });
  await storeReference(owner, scope, { name: "CHAIN_IN", ...from("from/there") });
  await store("CHAIN_OUT", "comes from here");
  await make({
    name: "chain",
    secrets: { kind: "prefix", prefix: "CHAIN_" },
    path: "chain/{name}",
    field: "value",
  });
  await run();
  expect(await entries("chain")).toEqual({
    "chain/CHAIN_IN value": "refused",
    "chain/CHAIN_OUT value": "written",
  });
  await expect(
    storeReference(owner, scope, { name: "BACK", ...from("chain/CHAIN_OUT") }),
  ).rejects.toMatchObject({
    context: { fields: { "source.path": ["A sync of this Strongroom writes this entry."] } },
  });
});
