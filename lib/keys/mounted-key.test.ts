import { chmod, chown, mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { newMasterKeyText, parseMasterKey } from "@/lib/crypto/master-key";
import { isRoot, scratchDir } from "@/test/scratch";
import { readMountedKeyFile } from "./key-file";
import { loadMasterKeys } from "./source";

const HEX = newMasterKeyText();
const ID = parseMasterKey(HEX, "test").id;
const me = process.geteuid?.() ?? 0;
const NOBODY = 65_534;
/** As in a container, and as on a machine of several users. */
const alone = async () => [0, me];
const crowded = async () => [0, me, 1_234];
const read = (path: string, users = crowded) =>
  readMountedKeyFile(path, users).then(
    (key) => key?.id ?? null,
    (error: Error) => error.message,
  );

let folder = "";
/** As Kubernetes does it: the file is a link into `..data`, which is a link to a folder that is replaced as a whole. */
async function mount(text: string, mode: number): Promise<string> {
  const stamp = `..${Math.random()}`;
  await mkdir(join(folder, stamp), { recursive: true });
  await writeFile(join(folder, stamp, "key"), text);
  await chmod(join(folder, stamp, "key"), mode);
  await symlink(stamp, join(folder, "..new"));
  await rename(join(folder, "..new"), join(folder, "..data"));
  await symlink(join("..data", "key"), join(folder, "key")).catch(() => {});
  return join(folder, "key");
}

beforeEach(async () => {
  const open = await scratchDir();
  await chmod(open, 0o755);
  folder = join(open, "mount");
  await mkdir(folder, { mode: 0o755 });
});

describe("a key that is mounted", () => {
  test("is read over links, for this user alone or below a closed folder, whatever its mode", async () => {
    expect(await read(await mount(`${HEX}\n`, 0o400))).toBe(ID);
    const shared = await mount(HEX, 0o444);
    await chmod(folder, 0o700);
    expect(await read(shared)).toBe(ID);
  });

  test("readable by all is read where no process of another user runs, and refused elsewhere", async () => {
    for (const mode of [0o444, 0o440]) {
      const path = await mount(HEX, mode);
      expect(await read(path, alone)).toBe(ID);
      expect(await read(path)).toMatch(
        /key can be read by other users, and processes of others run here: mount it with/,
      );
    }
  });

  test("that others may write to is refused everywhere", async () => {
    expect(await read(await mount(HEX, 0o666), alone)).toMatch(/can be written by other users/);
    expect(await read(await mount(HEX, 0o460), alone)).toMatch(/can be written by other users/);
  });

  test.runIf(isRoot)(
    "of another owner is read where nobody else runs, and refused where its owner may",
    async () => {
      const path = await mount(HEX, 0o400);
      await chown(path, NOBODY, NOBODY);
      expect(await read(path, alone)).toBe(ID);
      expect(await read(path)).toMatch(/can be read by other users/);
    },
  );

  test("is the new one as soon as the mount was replaced", async () => {
    await mount(newMasterKeyText(), 0o400);
    expect(await read(await mount(HEX, 0o400))).toBe(ID);
  });

  test("that is missing, a folder, too long or no key is named for what it is", async () => {
    expect(await read(join(folder, "nothing"))).toBeNull();
    await symlink("nowhere", join(folder, "dangling"));
    expect(await read(join(folder, "dangling"))).toBeNull();
    expect(await read(folder)).toMatch(/is not a file/);
    expect(await read(await mount("x".repeat(200), 0o400))).toMatch(/this is 200 bytes/);
    expect(await read(await mount("xyz", 0o400))).toMatch(/64 hex digits, this is 3 characters/);
  });

  test("is what the setting names; the file of the data directory stays as strict as it was", async () => {
    const path = await mount(HEX, 0o400);
    const load = (dataDir: string, env: Record<string, string> = {}) =>
      loadMasterKeys(env, dataDir, { databaseIsEmpty: false });
    expect((await load(folder, { STRONGROOM_MASTER_KEY_FILE: path })).current.id).toBe(ID);
    await rm(join(folder, "master.key"), { force: true });
    await symlink(path, join(folder, "master.key"));
    await expect(load(folder)).rejects.toThrow("symbolic link");
  });
});
