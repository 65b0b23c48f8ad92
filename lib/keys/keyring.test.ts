import { describe, expect, test, vi } from "vitest";
import { newMasterKeyText, parseMasterKey, shownKeyId } from "@/lib/crypto/master-key";
import { Plaintext } from "@/lib/crypto/plaintext";
import { inTransaction } from "@/lib/db/transaction";
import { newId } from "@/lib/platform/ids";
import { fixedClock } from "@/test/clock";
import { type TestDatabase, testDatabase } from "@/test/database";
import { UNSEALED } from "@/test/seals";
import { type Keyring, openKeyring, PROJECT_KEYS_KEPT_MS } from "./keyring";
import { hasKeys } from "./store";

const clock = fixedClock();
const newDatabase = await testDatabase();
const contested = await testDatabase();
const database = await testDatabase();
const PURPOSES = ["audit", "session", "throttle", "device", "setup", "actions"] as const;

const masterKey = newMasterKey();
const keys = await open(database, masterKey);
const projectId = await makeProject(database, keys);
const ref = { projectId, secretId: newId(), versionId: newId() };

function newMasterKey() {
  return parseMasterKey(newMasterKeyText(), "test");
}

function open({ db, pool }: TestDatabase, current: ReturnType<typeof newMasterKey>): Promise<Keyring> {
  return openKeyring({ db, pool, masterKeys: { current, previous: null }, now: clock.now });
}

/** Everything the keys are stored in, to see that nothing was written. */
async function dump({ pool }: TestDatabase): Promise<string> {
  const tables = ["master_keys", "instance_keys", "project_keys"];
  const rows = await Promise.all(tables.map((table) => pool.query(`SELECT * FROM ${table} ORDER BY id`)));
  return JSON.stringify(rows.map((result) => result.rows));
}

async function makeProject({ db }: TestDatabase, keys: Keyring): Promise<string> {
  const id = newId();
  await inTransaction({ db }, async (tx) => {
    await tx.project.create({ data: { seal: UNSEALED, id, slug: id, name: id, createdAt: clock.now() } });
    await keys.createProjectKey(tx, id, clock.now());
  });
  return id;
}

describe("opening", () => {
  const database = newDatabase;

  test("a new database is put under the given key, once, by many instances at once", async () => {
    expect(await hasKeys(database.pool)).toBe(false);
    const key = newMasterKey();
    const keyrings = await Promise.all(Array.from({ length: 12 }, () => open(database, key)));
    expect(await hasKeys(database.pool)).toBe(true);
    expect(await database.db.masterKey.findMany()).toMatchObject([{ id: key.id, retiredAt: null }]);
    expect(await database.db.instanceKey.count()).toBe(1);
    for (const purpose of PURPOSES) {
      const derived = keyrings.map((keys) => keys.derive(purpose).toString("hex"));
      expect(new Set(derived).size).toBe(1);
    }
    expect(new Set(PURPOSES.map((purpose) => keyrings[0]?.derive(purpose).toString("hex"))).size).toBe(
      PURPOSES.length,
    );
    expect(keyrings[0]?.derive("audit")).toHaveLength(32);
  });

  test("another key is told which one is needed, and nothing is written", async () => {
    const before = await dump(database);
    const wrong = newMasterKey();
    const [needed] = await database.db.masterKey.findMany();
    const line = `this database needs master key ${shownKeyId(needed?.id ?? "")}, the one given is ${shownKeyId(wrong.id)}`;
    await expect(open(database, wrong)).rejects.toThrow(line);
    const masterKeys = { current: wrong, previous: newMasterKey() };
    const { db, pool } = database;
    await expect(openKeyring({ db, pool, masterKeys, now: clock.now })).rejects.toThrow(
      /the ones given are .* and /,
    );
    expect(await dump(database)).toBe(before);
  });
});

test("of several instances with keys of their own on a new database one gets it, the others are told", async () => {
  const database = contested;
  const results = await Promise.allSettled(Array.from({ length: 8 }, () => open(database, newMasterKey())));
  expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
  const refused = results.flatMap((result) => (result.status === "rejected" ? [String(result.reason)] : []));
  expect(refused.every((reason) => reason.includes("this database needs master key"))).toBe(true);
  expect(await database.db.masterKey.count()).toBe(1);
});

describe("project keys", () => {
  test("seal on one instance and open on another", async () => {
    const sealed = (await keys.project(projectId)).seal(ref, Plaintext.of("canary bird"));
    const other = await (await open(database, masterKey)).project(projectId);
    expect(other.open(ref, sealed).reveal()).toBe("canary bird");
    expect(other.seal(ref, Plaintext.of("canary bird")).fingerprint).toBe(sealed.fingerprint);
    expect(sealed.projectKeyId).toBe(other.activeKeyId);
  });

  test("give no fingerprint to a value that could be guessed", async () => {
    const project = await keys.project(projectId);
    const of = (text: string) => project.seal(ref, Plaintext.of(text)).fingerprint;
    expect([of("1234567"), of("12345678")]).toEqual([null, expect.stringMatching(/^[0-9a-f]{32}$/)]);
  });

  test("are read once, however many ask at once", async () => {
    const own = await open(database, masterKey);
    const asked = await Promise.all(Array.from({ length: 20 }, () => own.project(projectId)));
    expect(new Set(asked).size).toBe(1);
  });

  test("of a project that does not exist, or whose making was undone, are not found, and may exist later", async () => {
    await expect(keys.project(newId())).rejects.toMatchObject({ code: "notFound" });
    await expect(keys.project("' OR 1=1")).rejects.toMatchObject({ code: "notFound" });
    const id = newId();
    const undone = inTransaction(database, async (tx) => {
      await tx.project.create({ data: { seal: UNSEALED, id, slug: id, name: id, createdAt: clock.now() } });
      await keys.createProjectKey(tx, id, clock.now());
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    await expect(keys.project(id)).rejects.toMatchObject({ code: "notFound" });
    await inTransaction(database, async (tx) => {
      await tx.project.create({ data: { seal: UNSEALED, id, slug: id, name: id, createdAt: clock.now() } });
      await keys.createProjectKey(tx, id, clock.now());
    });
    expect((await keys.project(id)).activeKeyId).toBeTruthy();
  });

  test("an older key still opens what it sealed, new values go under the active one", async () => {
    const id = await makeProject(database, keys);
    const scope = { ...ref, projectId: id };
    const first = await (await open(database, masterKey)).project(id);
    const sealed = first.seal(scope, Plaintext.of("old"));
    await database.pool.query("UPDATE project_keys SET is_active = false WHERE project_id = $1", [id]);
    await inTransaction(database, (tx) => keys.createProjectKey(tx, id, clock.now()));
    const second = await (await open(database, masterKey)).project(id);
    expect(second.activeKeyId).not.toBe(first.activeKeyId);
    expect(second.open(scope, sealed).reveal()).toBe("old");
    expect(second.seal(scope, Plaintext.of("new")).projectKeyId).toBe(second.activeKeyId);
  });

  test("a value that is copied to another version does not open there, also when that version was opened before", async () => {
    const id = await makeProject(database, keys);
    const scopes = Array.from({ length: 3 }, () => ({ ...ref, projectId: id, versionId: newId() }));
    const opened = await (await open(database, masterKey)).project(id);
    const sealed = scopes.map((scope, i) => opened.seal(scope, Plaintext.of(`value ${i}`)));
    for (const scope of scopes) {
      scopes.forEach((other, i) => {
        const one = sealed[i] ?? { value: "", projectKeyId: "" };
        if (other === scope) expect(opened.open(scope, one).reveal()).toBe(`value ${i}`);
        else expect(() => opened.open(scope, one)).toThrow(expect.objectContaining({ code: "sealBroken" }));
      });
    }
  });

  test("more versions open than are kept at hand, in any order", async () => {
    const id = await makeProject(database, keys);
    const scopes = Array.from({ length: 1_100 }, () => ({ ...ref, projectId: id, versionId: newId() }));
    const opened = await keys.project(id);
    const all = scopes.map((scope) => ({ scope, sealed: opened.seal(scope, Plaintext.of(scope.versionId)) }));
    for (const { scope, sealed } of [...all, ...all.reverse()])
      expect(opened.open(scope, sealed).reveal()).toBe(scope.versionId);
  });

  test("a key made by another instance is there for what it has sealed, at once, and for sealing within a minute", async () => {
    const id = await makeProject(database, keys);
    const scope = { ...ref, projectId: id };
    const stale = await keys.project(id);
    await database.pool.query("UPDATE project_keys SET is_active = false WHERE project_id = $1", [id]);
    const newId = await inTransaction(database, (tx) => keys.createProjectKey(tx, id, clock.now()));
    const sealed = (await (await open(database, masterKey)).project(id)).seal(scope, Plaintext.of("new"));
    expect(() => stale.open(scope, sealed)).toThrow(expect.objectContaining({ code: "sealBroken" }));
    expect((await keys.project(id)).activeKeyId).toBe(stale.activeKeyId);
    expect((await keys.project(id, [sealed.projectKeyId])).open(scope, sealed).reveal()).toBe("new");
    expect((await keys.project(id)).activeKeyId).toBe(newId);
  });

  test("keys are read again after a minute, and stay what they were when nothing but the master key changed", async () => {
    const id = await makeProject(database, keys);
    const before = await keys.project(id);
    const passed = vi.spyOn(performance, "now");
    const start = performance.now();
    passed.mockReturnValue(start + PROJECT_KEYS_KEPT_MS - 1_000);
    await database.pool.query("UPDATE project_keys SET is_active = false WHERE project_id = $1", [id]);
    const newId = await inTransaction(database, (tx) => keys.createProjectKey(tx, id, clock.now()));
    expect((await keys.project(id)).activeKeyId).toBe(before.activeKeyId);
    passed.mockReturnValue(start + PROJECT_KEYS_KEPT_MS + 1_000);
    const after = await keys.project(id);
    expect(after.activeKeyId).toBe(newId);
    passed.mockReturnValue(start + 3 * PROJECT_KEYS_KEPT_MS);
    expect(await keys.project(id)).toBe(after);
    passed.mockRestore();
  });

  test("swapped between two projects, or damaged, do not open", async () => {
    const [a, b] = [await makeProject(database, keys), await makeProject(database, keys)];
    const swap = `UPDATE project_keys k SET wrapped = o.wrapped FROM project_keys o
      WHERE (k.project_id, o.project_id) IN (($1::uuid, $2::uuid), ($2::uuid, $1::uuid))`;
    await database.pool.query(swap, [a, b]);
    const fresh = await open(database, masterKey);
    await expect(fresh.project(a)).rejects.toMatchObject({ code: "sealBroken" });
    await expect(fresh.project(b)).rejects.toMatchObject({ code: "sealBroken" });
    await database.pool.query(swap, [a, b]);
    expect((await fresh.project(a)).activeKeyId).toBeTruthy();
  });

  test("a project has one active key, whatever two instances do at once", async () => {
    const again = inTransaction(database, (tx) => keys.createProjectKey(tx, projectId, clock.now()));
    await expect(again).rejects.toMatchObject({ code: "conflict" });
  });
});
