import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { newMasterKeyText } from "@/lib/crypto/master-key";
import { adoptNextKeyFile, hasNextKeyFile, loadRotationKeys } from "./key-file-rotation";
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

const retiredName = (id: string) => `master.key.retired-${id.slice(0, 8)}`;

async function rotateOnce(): Promise<string> {
  const { current } = await loadRotationKeys({}, dataDir);
  expect(await adoptNextKeyFile({}, dataDir, current.id)).toBe(true);
  return current.id;
}

test("a rotation keeps both keys on disk until the database is under the new one", async () => {
  const keys = await loadRotationKeys({}, dataDir);
  expect(keys.previous?.id).toBe(firstId);
  expect(await readdir(dataDir)).toEqual(["master.key", "master.key.next"]);
  expect((await stat(join(dataDir, "master.key.next"))).mode & 0o777).toBe(0o600);
  expect(await adoptNextKeyFile({}, dataDir, firstId)).toBe(false);
  expect(await hasNextKeyFile({}, dataDir)).toBe(true);
  await adoptNextKeyFile({}, dataDir, keys.current.id);
  expect(await loadMasterKeys({}, dataDir, used)).toMatchObject({
    current: { id: keys.current.id },
    previous: null,
  });
  expect(await readdir(dataDir)).toEqual(["master.key", retiredName(firstId)]);
});

test("every key that was ever in use stays in a file of its own, named by its id", async () => {
  const first = await readFile(join(dataDir, "master.key"), "utf8");
  const secondId = await rotateOnce();
  const second = await readFile(join(dataDir, "master.key"), "utf8");
  await rotateOnce();
  expect(await readFile(join(dataDir, retiredName(firstId)), "utf8")).toBe(first);
  expect(await readFile(join(dataDir, retiredName(secondId)), "utf8")).toBe(second);
});

test("a start after an interrupted rotation has both keys, and the next attempt makes no third", async () => {
  const keys = await loadRotationKeys({}, dataDir);
  const restarted = await loadMasterKeys({}, dataDir, used);
  expect([restarted.current.id, restarted.previous?.id]).toEqual([keys.current.id, firstId]);
  expect((await loadRotationKeys({}, dataDir)).current.id).toBe(keys.current.id);
});

test("adopting twice, or without a rotation, loses no key", async () => {
  const before = await readFile(join(dataDir, "master.key"), "utf8");
  expect(await adoptNextKeyFile({}, dataDir, firstId)).toBe(false);
  expect(await readFile(join(dataDir, "master.key"), "utf8")).toBe(before);
  const id = await rotateOnce();
  expect(await adoptNextKeyFile({}, dataDir, id)).toBe(false);
  expect(await readFile(join(dataDir, retiredName(firstId)), "utf8")).toBe(before);
});

test("a file in the way of the old key is not replaced, and the rotation waits", async () => {
  const { current } = await loadRotationKeys({}, dataDir);
  await writeFile(join(dataDir, retiredName(firstId)), `${newMasterKeyText()}\n`, { mode: 0o600 });
  await expect(adoptNextKeyFile({}, dataDir, current.id)).rejects.toThrow("move it away");
  expect((await loadMasterKeys({}, dataDir, used)).previous?.id).toBe(firstId);
});

test("a key from the settings is never written to disk: the operator gives both", async () => {
  const env = { STRONGROOM_MASTER_KEY: newMasterKeyText() };
  await expect(loadRotationKeys(env, dataDir)).rejects.toThrow("STRONGROOM_MASTER_KEY_PREVIOUS");
  const both = { ...env, STRONGROOM_MASTER_KEY_PREVIOUS: newMasterKeyText() };
  const { current, previous } = await loadRotationKeys(both, dataDir);
  expect(previous).not.toBeNull();
  expect(await adoptNextKeyFile(both, dataDir, current.id)).toBe(false);
  expect(await readdir(dataDir)).toEqual(["master.key"]);
});
