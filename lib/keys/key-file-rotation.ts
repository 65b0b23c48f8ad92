import { link, rename } from "node:fs/promises";
import { type MasterKey, type MasterKeys, shownKeyId } from "@/lib/crypto/master-key";
import { errorCode } from "./error-code";
import { createKeyFile, readKeyFile, syncFolder } from "./key-file";
import {
  type Environment,
  keepsOwnKeyFile,
  keyFilePath,
  loadMasterKeys,
  nextKeyFilePath,
  retiredKeyFilePath,
} from "./source";

/**
 * The two keys of a rotation. Where the key file is our own, the new key is made beside it as `master.key.next`, or
 * taken from there after an interrupted rotation; elsewhere the operator gives both keys as settings.
 */
export async function loadRotationKeys(env: Environment, dataDir: string): Promise<MasterKeys> {
  const input = await loadMasterKeys(env, dataDir, { databaseIsEmpty: false });
  if (input.previous) return input;
  if (!keepsOwnKeyFile(env)) {
    throw new Error("set the new master key, and the one in use as STRONGROOM_MASTER_KEY_PREVIOUS");
  }
  await createKeyFile(nextKeyFilePath(dataDir));
  return loadMasterKeys(env, dataDir, { databaseIsEmpty: false });
}

/** Whether a new key lies ready beside our own key file: a rotation was prepared, or interrupted. */
export async function hasNextKeyFile(env: Environment, dataDir: string): Promise<boolean> {
  return keepsOwnKeyFile(env) && (await readKeyFile(nextKeyFilePath(dataDir))) !== null;
}

/**
 * Makes `master.key.next` the key file if it holds the key that the database is under, and keeps the old key, which
 * opens older backups, as `master.key.retired-<its id>`. Says whether there was anything to do: not where the database
 * is under another key or the key file is not our own. May be interrupted anywhere and started again. The caller holds
 * the rotation lock.
 */
export async function adoptNextKeyFile(
  env: Environment,
  dataDir: string,
  activeKeyId: string,
): Promise<boolean> {
  const [path, nextPath] = [keyFilePath(dataDir), nextKeyFilePath(dataDir)];
  if (!keepsOwnKeyFile(env)) return false;
  const next = await readKeyFile(nextPath);
  if (next?.id !== activeKeyId) return false;
  const retired = await readKeyFile(path);
  if (retired && retired.id !== next.id) await keepRetired(dataDir, retired);
  await rename(nextPath, path);
  await syncFolder(dataDir);
  return true;
}

/** Gives the key file a second name that tells its id. Never replaces a file: no key is lost to a rotation. */
async function keepRetired(dataDir: string, retired: MasterKey): Promise<void> {
  const kept = retiredKeyFilePath(dataDir, retired.id);
  try {
    await link(keyFilePath(dataDir), kept);
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
  }
  if ((await readKeyFile(kept))?.id === retired.id) return syncFolder(dataDir);
  throw new Error(`${kept} holds another key than ${shownKeyId(retired.id)}: move it away and start again`);
}
