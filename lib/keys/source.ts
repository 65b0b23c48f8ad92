import { join } from "node:path";
import { type MasterKey, type MasterKeys, parseMasterKey } from "@/lib/crypto/master-key";
import { keyFromCommand } from "./key-command";
import { createKeyFile, readKeyFile, readMountedKeyFile } from "./key-file";

export type { MasterKeys } from "@/lib/crypto/master-key";

export type Environment = Readonly<Record<string, string | undefined>>;

const KEY = "STRONGROOM_MASTER_KEY";
const KEY_FILE = "STRONGROOM_MASTER_KEY_FILE";
const KEY_COMMAND = "STRONGROOM_MASTER_KEY_COMMAND";
const PREVIOUS = "STRONGROOM_MASTER_KEY_PREVIOUS";

/**
 * Finds the master key: in STRONGROOM_MASTER_KEY, in the file that STRONGROOM_MASTER_KEY_FILE names, by the command in
 * STRONGROOM_MASTER_KEY_COMMAND, or in `master.key` in the data directory. Only the last is ever made, and only for an empty database: beside any other a missing file
 * is an Error. `previous` is the key of STRONGROOM_MASTER_KEY_PREVIOUS, or, after an interrupted rotation of the key
 * file, the one that it was to replace. Every Error is one line to act on.
 */
export async function loadMasterKeys(
  env: Environment,
  dataDir: string,
  { databaseIsEmpty }: { readonly databaseIsEmpty: boolean },
): Promise<MasterKeys> {
  const keys = await inputKeys(env, keyFilePath(dataDir), databaseIsEmpty);
  const previous = env[PREVIOUS] ? parseMasterKey(env[PREVIOUS], PREVIOUS) : keys.previous;
  if (previous?.id === keys.current.id) throw new Error(`${PREVIOUS} is the same key as the current one`);
  return { current: keys.current, previous };
}

/** Where a master key comes from: our own file in the data directory, or what one of the settings says. */
export type KeySource = "ownFile" | "namedFile" | "setting" | "command";

export function keySource(env: Environment): KeySource {
  if (env[KEY]) return "setting";
  if (env[KEY_FILE]) return "namedFile";
  return env[KEY_COMMAND] ? "command" : "ownFile";
}

/** Whether the key is in the data directory, where this program keeps and rotates it by itself. */
export function keepsOwnKeyFile(env: Environment): boolean {
  return keySource(env) === "ownFile";
}

export function keyFilePath(dataDir: string): string {
  return join(dataDir, "master.key");
}

/** Where a rotation puts the new key until the database is under it. */
export function nextKeyFilePath(dataDir: string): string {
  return `${keyFilePath(dataDir)}.next`;
}

/** Where a rotation keeps a key that was in use before: backups from then need it. Named by the id that people see. */
export function retiredKeyFilePath(dataDir: string, id: string): string {
  return `${keyFilePath(dataDir)}.retired-${id.slice(0, 8)}`;
}

async function inputKeys(env: Environment, ownFile: string, databaseIsEmpty: boolean): Promise<MasterKeys> {
  if ([KEY, KEY_FILE, KEY_COMMAND].filter((name) => env[name]).length > 1)
    throw new Error(`set one of ${KEY}, ${KEY_FILE} and ${KEY_COMMAND}`);
  if (env[KEY]) return alone(parseMasterKey(env[KEY], KEY));
  if (env[KEY_COMMAND]) return alone(await keyFromCommand(env[KEY_COMMAND], KEY_COMMAND));
  const named = env[KEY_FILE];
  if (named) {
    const key = await readMountedKeyFile(named);
    if (!key) throw new Error(`${KEY_FILE} names ${named}, which is missing`);
    return alone(key);
  }
  const next = await readKeyFile(`${ownFile}.next`);
  if (next) return { current: next, previous: await readKeyFile(ownFile) };
  if (databaseIsEmpty && !(await readKeyFile(ownFile))) await createKeyFile(ownFile);
  return alone(await requiredFile(ownFile, missing(ownFile)));
}

async function requiredFile(path: string, complaint: string): Promise<MasterKey> {
  const key = await readKeyFile(path);
  if (!key) throw new Error(complaint);
  return key;
}

function missing(path: string): string {
  return `${path} is missing, and this database cannot be opened without it: put the key back, a new one would not fit`;
}

function alone(current: MasterKey): MasterKeys {
  return { current, previous: null };
}
