import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { newMasterKeyText, parseMasterKey } from "@/lib/crypto/master-key";
import { type Environment, loadMasterKeys } from "./source";

const root = await mkdtemp(join(tmpdir(), "strongroom-keys-"));
afterAll(() => rm(root, { recursive: true }));

const HEX = newMasterKeyText();
const ID = parseMasterKey(HEX, "test").id;
const [empty, used] = [{ databaseIsEmpty: true }, { databaseIsEmpty: false }];
let dataDir = root;
let keyFile = root;
let count = 0;

beforeEach(() => {
  count += 1;
  dataDir = join(root, String(count), "data");
  keyFile = join(dataDir, "master.key");
});

async function writeKey(text: string, mode = 0o600): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await writeFile(keyFile, text, { mode });
  await chmod(keyFile, mode);
}

function load(env: Environment = {}, database = used) {
  return loadMasterKeys(env, dataDir, database);
}

describe("the key file", () => {
  test("is made on the first boot, readable by its owner alone, in a folder of the same kind", async () => {
    const { current, previous } = await load({}, empty);
    expect(previous).toBeNull();
    expect(await readFile(keyFile, "utf8")).toMatch(/^[0-9a-f]{64}\n$/);
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
    expect((await stat(join(dataDir, ".."))).mode & 0o700).toBe(0o700);
    expect(await readdir(dataDir)).toEqual(["master.key"]);
    expect((await load({}, used)).current.id).toBe(current.id);
  });

  test("is 0600 whatever the umask", async () => {
    const before = process.umask(0);
    try {
      await load({}, empty);
    } finally {
      process.umask(before);
    }
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
  });

  test("is one, when many instances start together", async () => {
    const loaded = await Promise.all(Array.from({ length: 30 }, () => load({}, empty)));
    expect(new Set(loaded.map((keys) => keys.current.id)).size).toBe(1);
    expect(await readdir(dataDir)).toEqual(["master.key"]);
  });

  test("beside an empty database is used, not replaced", async () => {
    await writeKey(`${HEX}\n`);
    expect((await load({}, empty)).current.id).toBe(ID);
    expect(await readFile(keyFile, "utf8")).toBe(`${HEX}\n`);
  });

  test("missing beside a database that needs one is never replaced", async () => {
    await expect(load({}, used)).rejects.toThrow(/master\.key is missing.*put the key back/);
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await expect(load({}, used)).rejects.toThrow(/is missing/);
    expect(await readdir(dataDir)).toEqual([]);
  });

  test("may end with one line end of either kind, or none", async () => {
    for (const end of ["", "\n", "\r\n"]) {
      await writeKey(HEX + end);
      expect((await load()).current.id).toBe(ID);
    }
  });

  test.each([
    ["31 bytes", HEX.slice(2), /64 hex digits, this is 62 characters/],
    ["33 bytes", `${HEX}00`, /66 characters/],
    ["two line ends", `${HEX}\n\n`, /65 characters/],
    ["nothing", "", /0 characters/],
    ["zeros", "0".repeat(64), /zeros/],
    ["raw bytes", "\u0001".repeat(64), /not all hex/],
    ["a novel", "x".repeat(100_000), /100000 bytes/],
  ])("of %s is refused and stays as it is", async (_, text, message) => {
    await writeKey(text);
    await expect(load({}, empty)).rejects.toThrow(message);
    await expect(load({}, used)).rejects.toThrow(keyFile);
    expect(await readFile(keyFile, "utf8")).toBe(text);
  });

  test.each([0o640, 0o604, 0o644, 0o660, 0o601])("of mode %o is refused", async (mode) => {
    await writeKey(HEX, mode);
    await expect(load()).rejects.toThrow(/can be read by other users: run chmod 600/);
  });

  test("that is a link, a folder or someone else's is refused", async () => {
    await writeKey(HEX);
    await rename(keyFile, `${keyFile}.real`);
    await symlink(`${keyFile}.real`, keyFile);
    await expect(load()).rejects.toThrow(/symbolic link/);
    await rename(`${keyFile}.real`, keyFile);
    await expect(load({ STRONGROOM_MASTER_KEY_FILE: dataDir })).rejects.toThrow(/not a file/);
    if (process.geteuid?.() !== 0) return;
    await chown(keyFile, 65534, 65534);
    await expect(load()).rejects.toThrow(/another user \(uid 65534\)/);
  });

  test("is not made in a folder that others may write to", async () => {
    await mkdir(dataDir, { recursive: true });
    await chmod(dataDir, 0o777);
    await expect(load({}, empty)).rejects.toThrow(/can be written by other users: run chmod 700/);
    expect(await readdir(dataDir)).toEqual([]);
  });
});

describe("the settings", () => {
  test("STRONGROOM_MASTER_KEY makes no file", async () => {
    expect((await load({ STRONGROOM_MASTER_KEY: HEX }, empty)).current.id).toBe(ID);
    await expect(stat(dataDir)).rejects.toThrow("ENOENT");
  });

  test("STRONGROOM_MASTER_KEY_FILE is read and never made", async () => {
    await writeKey(HEX);
    expect((await load({ STRONGROOM_MASTER_KEY_FILE: keyFile })).current.id).toBe(ID);
    const gone = join(dataDir, "gone");
    await expect(load({ STRONGROOM_MASTER_KEY_FILE: gone }, empty)).rejects.toThrow(/gone, which is missing/);
    expect(await readdir(dataDir)).toEqual(["master.key"]);
  });

  test("a wrong key is refused without repeating it", async () => {
    for (const wrong of ["12345", `${HEX}\n`, ` ${HEX}`, HEX.replace(/./, "g"), "0".repeat(64)]) {
      const error = await load({ STRONGROOM_MASTER_KEY: wrong }).catch(String);
      expect(error).toMatch(/^Error: STRONGROOM_MASTER_KEY: a master key [^\n]*$/);
      expect(error).not.toContain(wrong.slice(0, 5));
    }
  });

  test("both are refused, empty ones count as unset", async () => {
    const both = { STRONGROOM_MASTER_KEY: HEX, STRONGROOM_MASTER_KEY_FILE: keyFile };
    await expect(load(both)).rejects.toThrow("set one of");
    const none = {
      STRONGROOM_MASTER_KEY: "",
      STRONGROOM_MASTER_KEY_FILE: "",
      STRONGROOM_MASTER_KEY_PREVIOUS: "",
    };
    expect((await load(none, empty)).previous).toBeNull();
  });

  test("the previous key comes beside the current one and must differ from it", async () => {
    const other = newMasterKeyText();
    const keys = await load({ STRONGROOM_MASTER_KEY: HEX, STRONGROOM_MASTER_KEY_PREVIOUS: other });
    expect(keys.previous?.id).toBe(parseMasterKey(other, "test").id);
    const same = { STRONGROOM_MASTER_KEY: HEX, STRONGROOM_MASTER_KEY_PREVIOUS: HEX };
    await expect(load(same)).rejects.toThrow("the same key");
  });
});
