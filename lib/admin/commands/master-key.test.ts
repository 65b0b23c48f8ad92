import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { openAuditLog } from "@/lib/audit/log";
import type { Ctx } from "@/lib/context";
import { type MasterKeys, parseMasterKey } from "@/lib/crypto/master-key";
import { closeDatabase, type DatabaseAddress, openDatabase } from "@/lib/db/client";
import { finishRotation } from "@/lib/keys/finish-rotation";
import { adoptNextKeyFile, loadRotationKeys } from "@/lib/keys/key-file-rotation";
import { openKeyring } from "@/lib/keys/keyring";
import { rotateMasterKey } from "@/lib/keys/rotate";
import { loadMasterKeys } from "@/lib/keys/source";
import { afterwards } from "@/test/afterwards";
import { testContext } from "@/test/context";
import { newDatabase } from "@/test/database";
import { prepareKey, rotateKey } from "./master-key";

const root = await mkdtemp(join(tmpdir(), "strongroom-master-key-"));
const { ctx: base } = await testContext();
afterAll(() => rm(root, { recursive: true }));

let dataDir = "";
let usedIds: string[] = [];
/** Two processes on one database. */
let one: Ctx;
let two: Ctx;

beforeEach(async () => {
  dataDir = join(await mkdtemp(join(root, "case-")), "data");
  const address = await newDatabase();
  const masterKeys = await loadMasterKeys({}, dataDir, { databaseIsEmpty: true });
  usedIds = [masterKeys.current.id];
  one = await contextOn(address, masterKeys);
  two = await contextOn(address, masterKeys);
});

async function contextOn(address: DatabaseAddress, masterKeys: MasterKeys): Promise<Ctx> {
  const opened = openDatabase(address, () => {});
  const keys = await openKeyring({ ...opened, masterKeys, now: base.now });
  const audit = openAuditLog({ pool: opened.pool, key: keys.derive("audit") });
  afterwards(() => audit.close().then(() => closeDatabase(opened)));
  return { ...base, ...opened, keys, audit };
}

async function activeId(): Promise<string> {
  const [row] = await one.db.masterKey.findMany({ where: { retiredAt: null } });
  return row?.id ?? "";
}

/** Ids of the keys in all files of the data directory. */
async function idsOnDisk(): Promise<string[]> {
  const texts = await Promise.all(
    (await readdir(dataDir)).map((name) => readFile(join(dataDir, name), "utf8")),
  );
  return texts.map((text) => parseMasterKey(text.trim(), "file").id);
}

async function expectNothingLost(): Promise<void> {
  const id = await activeId();
  const { current, previous } = await loadMasterKeys({}, dataDir, { databaseIsEmpty: false });
  expect([current.id, previous]).toEqual([id, null]);
  if (!usedIds.includes(id)) usedIds.push(id);
  expect((await idsOnDisk()).sort()).toEqual([...usedIds].sort());
}

test("of two rotations at once no key is lost, and whoever comes second is told", async () => {
  for (let round = 0; round < 12; round += 1) {
    const outcomes = await Promise.allSettled([rotateKey(one, {}, dataDir), rotateKey(two, {}, dataDir)]);
    const refused = outcomes.filter((outcome) => outcome.status === "rejected");
    for (const { reason } of refused) expect(String(reason)).toContain("another rotation");
    // They may also have come one after the other; then both have rotated.
    if (refused.length === 0) usedIds.push(...(await idsOnDisk()).filter((id) => !usedIds.includes(id)));
    await expectNothingLost();
  }
});

test("a rotation that was killed before its commit is taken up by the next, with the same key", async () => {
  const { current } = await loadRotationKeys({}, dataDir);
  expect(await finishRotation(one.pool, {}, dataDir)).toBe("open");
  expect(await activeId()).toBe(usedIds[0]);
  await rotateKey(one, {}, dataDir);
  expect(await activeId()).toBe(current.id);
  await expectNothingLost();
});

test("a rotation that was killed after its commit is finished by the next start: master.key fits again", async () => {
  await rotateMasterKey(one, await loadRotationKeys({}, dataDir));
  expect(await finishRotation(one.pool, {}, dataDir)).toBe("finished");
  await expectNothingLost();
  expect(await finishRotation(one.pool, {}, dataDir)).toBe("none");
});

test("a rotation that was killed after its commit is finished by rotating again, which changes nothing more", async () => {
  const { masterKeyId } = await rotateMasterKey(one, await loadRotationKeys({}, dataDir));
  expect((await rotateKey(two, {}, dataDir)).data).toMatchObject({ isChanged: false, masterKeyId });
  await expectNothingLost();
});

test("a start leaves the files of a running rotation alone", async () => {
  await loadRotationKeys({}, dataDir);
  const client = await one.pool.connect();
  await client.query("SELECT pg_advisory_lock(72707374)");
  expect(await finishRotation(two.pool, {}, dataDir)).toBe("running");
  await client.query("SELECT pg_advisory_unlock(72707374)");
  client.release();
  expect(await finishRotation(two.pool, {}, dataDir)).toBe("open");
});

test("a key that is prepared and copied to another host opens there whatever was rotated here", async () => {
  await prepareKey(one, {}, dataDir);
  const copied = await loadMasterKeys({}, dataDir, { databaseIsEmpty: false });
  await rotateKey(one, {}, dataDir);
  const keyring = await openKeyring({ db: two.db, pool: two.pool, masterKeys: copied, now: base.now });
  expect(keyring.masterKeyId).toBe(await activeId());
  await expectNothingLost();
});

test("preparing twice makes one key; after an interrupted rotation it says what to do", async () => {
  const [first, second] = [await prepareKey(one, {}, dataDir), await prepareKey(one, {}, dataDir)];
  expect(second.data).toEqual(first.data);
  await expect(prepareKey(one, { STRONGROOM_MASTER_KEY: "0".repeat(64) }, dataDir)).rejects.toThrow(
    "setting",
  );
  await rotateKey(one, {}, dataDir);
  expect(await adoptNextKeyFile({}, dataDir, await activeId())).toBe(false);
});
