import { link, rename, unlink } from "node:fs/promises";
import type { MasterKeys } from "@/lib/crypto/master-key";
import { errorCode } from "./error-code";
import { createKeyFile, readKeyFile, syncFolder } from "./key-file";
import { type Environment, keepsOwnKeyFile, keyFilePath, loadMasterKeys, nextKeyFilePath } from "./source";

/**
 * The two keys of a rotation. Where the key file is our own, the new key is made beside it as `master.key.next`, or
 * taken from there after an interrupted rotation; elsewhere the operator gives both keys as settings.
 */
export async function loadRotationKeys(env: Environment, dataDir: string): Promise<MasterKeys> {
  const given = await loadMasterKeys(env, dataDir, { databaseIsEmpty: false });
  if (given.previous) return given;
  if (!keepsOwnKeyFile(env)) {
    throw new Error("set the new master key, and the one in use as STRONGROOM_MASTER_KEY_PREVIOUS");
  }
  await createKeyFile(nextKeyFilePath(dataDir));
  return loadMasterKeys(env, dataDir, { databaseIsEmpty: false });
}

/**
 * After the database is under the new key: makes `master.key.next` the key file and keeps the old one, which opens
 * older backups, as `master.key.previous`. Does nothing where the key file is not our own.
 */
export async function adoptNextKeyFile(env: Environment, dataDir: string): Promise<void> {
  const next = nextKeyFilePath(dataDir);
  if (!keepsOwnKeyFile(env) || !(await readKeyFile(next))) return;
  const path = keyFilePath(dataDir);
  const kept = `${path}.previous`;
  await unlink(kept).catch(unlessMissing);
  await link(path, kept).catch(unlessMissing);
  await rename(next, path);
  await syncFolder(dataDir);
}

function unlessMissing(error: unknown): void {
  if (errorCode(error) !== "ENOENT") throw error;
}
