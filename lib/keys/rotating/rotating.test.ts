import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { openAuditLog } from "@/lib/audit/log";
import type { Ctx } from "@/lib/context";
import { newMasterKeyText, parseMasterKey } from "@/lib/crypto/master-key";
import { closeDatabase, type DatabaseAddress, openDatabase } from "@/lib/db/client";
import { inTransaction } from "@/lib/db/transaction";
import { type Heartbeat, openHeartbeat } from "@/lib/instances/heartbeat";
import { newId } from "@/lib/platform/ids";
import { afterwards } from "@/test/afterwards";
import { testContext } from "@/test/context";
import { newDatabase } from "@/test/database";
import { failure } from "@/test/failure";
import { UNSEALED } from "@/test/seals";
import { followRotation } from "../finish-rotation";
import { loadRotationKeys } from "../key-file-rotation";
import { openKeyring } from "../keyring";
import { rotateMasterKey } from "../rotate";
import { loadMasterKeys } from "../source";
import { rotateEverywhere } from "./service";

const root = await mkdtemp(join(tmpdir(), "strongroom-rotating-"));
const { ctx: base } = await testContext();
afterAll(() => rm(root, { recursive: true }));

interface TestInstance {
  readonly id: string;
  readonly ctx: Ctx;
  readonly dataDir: string;
  readonly heartbeat: Heartbeat;
}

let address: DatabaseAddress;
let instances: TestInstance[] = [];
const at = (index: number): TestInstance => {
  const instance = instances[index];
  if (!instance) throw new Error(`no instance ${index}`);
  return instance;
};

/** Three instances on three hosts, each with a copy of the key file. */
beforeEach(async () => {
  address = await newDatabase();
  const folder = await mkdtemp(join(root, "case-"));
  const first = join(folder, "0");
  await loadMasterKeys({}, first, { databaseIsEmpty: true });
  for (const copy of ["1", "2"]) await cp(first, join(folder, copy), { recursive: true });
  instances = [];
  for (const name of ["0", "1", "2"]) instances.push(await startInstance(join(folder, name)));
});

async function startInstance(dataDir: string): Promise<TestInstance> {
  const opened = openDatabase(address, () => {});
  const reload = () => loadMasterKeys({}, dataDir, { databaseIsEmpty: false });
  const masterKeys = await reload();
  const keys = await openKeyring({ ...opened, masterKeys, now: base.now, reload, source: "ownFile" });
  const audit = openAuditLog({ pool: opened.pool, key: keys.derive("audit") });
  const id = newId();
  const heartbeat = await openHeartbeat({
    ...{ pool: opened.pool, log: console, id },
    masterKeyIds: async () => {
      await followRotation(opened.pool, dataDir);
      return keys.heldMasterKeyIds();
    },
  });
  afterwards(async () => {
    await heartbeat.close();
    await audit.close();
    await closeDatabase(opened);
  });
  return { id, ctx: { ...base, ...opened, keys, audit }, dataDir, heartbeat };
}

const rotate = (index = 0, patienceMs = 0) => {
  const { ctx, dataDir } = at(index);
  return rotateEverywhere(ctx, { env: {}, dataDir }, patienceMs);
};
const copyKey = (to: number) =>
  cp(join(at(0).dataDir, "master.key.next"), join(at(to).dataDir, "master.key.next"));
const activeId = async () =>
  (await at(0).ctx.db.masterKey.findFirstOrThrow({ where: { retiredAt: null } })).id;
const keyOf = async (index: number) =>
  (await loadMasterKeys({}, at(index).dataDir, { databaseIsEmpty: false })).current.id;

async function makeProject(ctx: Ctx): Promise<string> {
  const id = newId();
  await inTransaction(ctx, async (tx) => {
    await tx.project.create({ data: { seal: UNSEALED, id, slug: id, name: "p", createdAt: ctx.now() } });
    await ctx.keys.createProjectKey(tx, id, ctx.now());
  });
  return id;
}

test("nothing is switched before every running instance holds the new key, and those that do not are named", async () => {
  const before = await activeId();
  const refused = await failure(rotate());
  expect(refused).toMatchObject({ code: "conflict" });
  const other = `${process.pid}`;
  expect(refused?.detail).toMatch(
    new RegExp(`^Nothing was switched: .*${other}.*, .*${other}.* do not have the new`),
  );
  await at(0).heartbeat.beat();
  await copyKey(1);
  await at(1).heartbeat.beat();
  expect((await failure(rotate()))?.detail).toMatch(
    /does not have the new master key .* copy master\.key\.next/,
  );
  expect(await activeId()).toBe(before);
  const prepared = await loadRotationKeys({}, at(0).dataDir);
  await copyKey(2);
  await at(2).heartbeat.beat();
  expect(await rotate()).toMatchObject({ isChanged: true, masterKeyId: prepared.current.id });
  expect(await activeId()).toBe(prepared.current.id);
});

test("instances that read the key while it is waited for are enough", async () => {
  await loadRotationKeys({}, at(0).dataDir);
  for (const other of [1, 2]) await copyKey(other);
  const rotation = rotate(0, 30_000);
  await Promise.all(instances.map(({ heartbeat }) => heartbeat.beat()));
  expect(await rotation).toMatchObject({ isChanged: true });
});

test("one that fell silent holds up nothing, and finds the key when it comes back", async () => {
  await loadRotationKeys({}, at(0).dataDir);
  await copyKey(1);
  await Promise.all([0, 1].map((index) => at(index).heartbeat.beat()));
  const { pool } = at(0).ctx;
  await pool.query("UPDATE instances SET last_seen_at = now() - interval '36 seconds' WHERE id = $1", [
    at(2).id,
  ]);
  await rotate();
  await expect(at(2).ctx.keys.project(await makeProject(at(0).ctx))).rejects.toMatchObject({
    code: "unavailable",
  });
  await cp(join(at(0).dataDir, "master.key"), join(at(2).dataDir, "master.key"));
  expect((await at(2).ctx.keys.project(await makeProject(at(0).ctx))).activeKeyId).toBeTruthy();
});

test("every instance goes on, with projects that it knows and those that it does not", async () => {
  const projects = await Promise.all(Array.from({ length: 30 }, () => makeProject(at(0).ctx)));
  await loadRotationKeys({}, at(0).dataDir);
  for (const other of [1, 2]) await copyKey(other);
  await Promise.all(instances.map(({ heartbeat }) => heartbeat.beat()));
  let isDone = false;
  const failures: unknown[] = [];
  const reader = async ({ ctx }: TestInstance, from: number) => {
    for (let i = from; !isDone; i += 1) {
      // As if it had just been started: nothing is at hand.
      const keys = await openKeyring({
        ...{ db: ctx.db, pool: ctx.pool, now: ctx.now, source: "ownFile" as const },
        masterKeys: await loadRotationKeys({}, at(from).dataDir).catch(() =>
          loadMasterKeys({}, at(from).dataDir, { databaseIsEmpty: false }),
        ),
      }).catch((error: unknown) => void failures.push(error));
      for (const one of keys ? [keys, ctx.keys] : [])
        await one
          .project(projects[i % projects.length] ?? "")
          .catch((error: unknown) => failures.push(error));
    }
  };
  const readers = [1, 2].map((index) => reader(at(index), index));
  await rotate();
  isDone = true;
  await Promise.all(readers);
  expect(failures).toEqual([]);
  for (const { ctx } of instances)
    for (const id of projects) expect((await ctx.keys.project(id)).activeKeyId).toBeTruthy();
});

test("killed after the switch, another instance or the next attempt finishes it, and each host's own file follows", async () => {
  const old = await activeId();
  await loadRotationKeys({}, at(0).dataDir);
  for (const other of [1, 2]) await copyKey(other);
  await Promise.all(instances.map(({ heartbeat }) => heartbeat.beat()));
  // As it would be after `kill -9` between the commit and the first rename.
  await rotateMasterKey(at(0).ctx, await loadRotationKeys({}, at(0).dataDir));
  expect(await rotate()).toMatchObject({ isChanged: false });
  for (const index of [1, 2]) {
    expect(await readdir(at(index).dataDir)).toContain("master.key.next");
    await at(index).heartbeat.beat();
    expect(await readdir(at(index).dataDir)).toEqual(["master.key", `master.key.retired-${old.slice(0, 8)}`]);
  }
  for (const index of [0, 1, 2]) expect(await keyOf(index)).toBe(await activeId());
  // And the next rotation starts from there.
  expect((await failure(rotate()))?.detail).toMatch(/do not have the new master key/);
});

test("with the key in a setting, instances that were started with one key alone are named, and what to do", async () => {
  const [current, previous] = [newMasterKeyText(), newMasterKeyText()];
  const env = { STRONGROOM_MASTER_KEY: current, STRONGROOM_MASTER_KEY_PREVIOUS: previous };
  const opened = openDatabase(await newDatabase(), () => {});
  const old = parseMasterKey(previous, "test");
  const keys = await openKeyring({ ...opened, masterKeys: { current: old, previous: null }, now: base.now });
  const audit = openAuditLog({ pool: opened.pool, key: keys.derive("audit") });
  const held = [old.id];
  const heartbeat = await openHeartbeat({
    ...{ pool: opened.pool, log: console, id: newId() },
    masterKeyIds: async () => held,
  });
  afterwards(() =>
    heartbeat
      .close()
      .then(() => audit.close())
      .then(() => closeDatabase(opened)),
  );
  const ctx = { ...base, ...opened, keys, audit };
  const rotateThem = () => rotateEverywhere(ctx, { env, dataDir: root }, 0);
  expect((await failure(rotateThem()))?.detail).toMatch(/start them with the new key, and .*_PREVIOUS/);
  held.push(parseMasterKey(current, "test").id);
  await heartbeat.beat();
  expect(await rotateThem()).toMatchObject({ isChanged: true });
});
