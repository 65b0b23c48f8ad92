import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { newMasterKeyText } from "@/lib/crypto/master-key";
import { adoptNextKeyFile, loadRotationKeys } from "./key-file-rotation";
import { loadMasterKeys } from "./source";

const root = await mkdtemp(join(tmpdir(), "strongroom-rotation-"));
afterAll(() => rm(root, { recursive: true }));

const used = { databaseIsEmpty: false };
let dataDir = root;
let firstId = "";

beforeEach(async () => {
  dataDir = join(await mkdtemp(join(root, "case-")), "data");
  firstId = (await loadMasterKeys({}, dataDir, { databaseIsEmpty: true })).current.id;
});

test("a rotation keeps both keys on disk until the database is under the new one", async () => {
  const keys = await loadRotationKeys({}, dataDir);
  expect(keys.previous?.id).toBe(firstId);
  expect(await readdir(dataDir)).toEqual(["master.key", "master.key.next"]);
  expect((await stat(join(dataDir, "master.key.next"))).mode & 0o777).toBe(0o600);
  await adoptNextKeyFile({}, dataDir);
  expect(await loadMasterKeys({}, dataDir, used)).toMatchObject({
    current: { id: keys.current.id },
    previous: null,
  });
  expect(await readdir(dataDir)).toEqual(["master.key", "master.key.previous"]);
});

test("a start after an interrupted rotation has both keys, and the next attempt makes no third", async () => {
  const keys = await loadRotationKeys({}, dataDir);
  const restarted = await loadMasterKeys({}, dataDir, used);
  expect([restarted.current.id, restarted.previous?.id]).toEqual([keys.current.id, firstId]);
  expect((await loadRotationKeys({}, dataDir)).current.id).toBe(keys.current.id);
});

test("adopting twice, or without a rotation, loses no key", async () => {
  const before = await readFile(join(dataDir, "master.key"), "utf8");
  await adoptNextKeyFile({}, dataDir);
  expect(await readFile(join(dataDir, "master.key"), "utf8")).toBe(before);
  await loadRotationKeys({}, dataDir);
  await adoptNextKeyFile({}, dataDir);
  await adoptNextKeyFile({}, dataDir);
  expect(await readFile(join(dataDir, "master.key.previous"), "utf8")).toBe(before);
});

test("a key from the settings is never written to disk: the operator gives both", async () => {
  const env = { STRONGROOM_MASTER_KEY: newMasterKeyText() };
  await expect(loadRotationKeys(env, dataDir)).rejects.toThrow("STRONGROOM_MASTER_KEY_PREVIOUS");
  const both = { ...env, STRONGROOM_MASTER_KEY_PREVIOUS: newMasterKeyText() };
  expect((await loadRotationKeys(both, dataDir)).previous).not.toBeNull();
  await adoptNextKeyFile(both, dataDir);
  expect(await readdir(dataDir)).toEqual(["master.key"]);
});
