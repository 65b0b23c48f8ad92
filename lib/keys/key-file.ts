import { randomBytes } from "node:crypto";
import { constants, type Stats } from "node:fs";
import { type FileHandle, link, mkdir, open, readdir, realpath, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { type MasterKey, newMasterKeyText, parseMasterKey } from "@/lib/crypto/master-key";
import { errorCode } from "./error-code";

const FILE_BYTES_MAX = 128;
const READ_PLAINLY = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const CREATE_ALONE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;
const hasUnixModes = process.platform !== "win32";

/**
 * Reads a key file: 64 hex digits and at most one line end. Null if there is no such file. Throws an Error with one
 * line if it is a link, someone else's, readable by others, or not a key.
 */
export async function readKeyFile(path: string): Promise<MasterKey | null> {
  const file = await openPlainFile(path);
  if (!file) return null;
  try {
    refuseUnsafe(path, await file.stat());
    const text = await file.readFile("utf8");
    return parseMasterKey(text.replace(/\r?\n$/, ""), path);
  } finally {
    await file.close();
  }
}

/**
 * Reads a key that somebody else put there, as Docker and Kubernetes mount secrets: over symbolic links, of another owner, readable by
 * all. Null if there is no such file. Throws an Error of one line if other users could read or change it.
 */
export async function readMountedKeyFile(path: string, userIds = runningUserIds): Promise<MasterKey | null> {
  const real = await realpath(path).catch((error: unknown) => {
    if (errorCode(error) === "ENOENT") return null;
    throw new Error(`${path} cannot be read: ${errorCode(error)}`, { cause: error });
  });
  const file = real === null ? null : await openPlainFile(real);
  if (real === null || !file) return null;
  try {
    const stats = await file.stat();
    refuseOddFile(path, stats);
    if (hasUnixModes && !isPrivate(stats)) await refuseShared(path, real, stats, userIds);
    return parseMasterKey((await file.readFile("utf8")).replace(/\r?\n$/, ""), path);
  } finally {
    await file.close();
  }
}

/** Whether it is ours, or of root, who can read everything, and nobody else may read it. */
function isPrivate({ uid, mode }: Stats): boolean {
  return isTrusted(uid) && (mode & 0o077) === 0;
}

function isTrusted(uid: number): boolean {
  return uid === 0 || uid === process.geteuid?.();
}

async function refuseShared(
  path: string,
  real: string,
  { mode }: Stats,
  userIds: () => Promise<readonly number[]>,
): Promise<void> {
  if ((mode & 0o022) !== 0) throw new Error(`${path} can be written by other users: mount it read-only`);
  if (await isBehindClosedFolder(real)) return;
  // In a container of its own nobody else is there to read it.
  if ((await userIds()).every(isTrusted)) return;
  throw new Error(
    `${path} can be read by other users, and processes of others run here: mount it with mode 0400 for the user that runs this, or below a folder with mode 0700`,
  );
}

async function isBehindClosedFolder(path: string): Promise<boolean> {
  const folder = dirname(path);
  const { uid, mode } = await stat(folder);
  if (isTrusted(uid) && (mode & 0o077) === 0) return true;
  return folder !== path && folder !== dirname(folder) && isBehindClosedFolder(folder);
}

/** Whose processes run on this machine or in this container. Those of somebody unknown where that cannot be seen. */
async function runningUserIds(): Promise<readonly number[]> {
  const unknown = [-1];
  const entries = await readdir("/proc").catch(() => []);
  const processes = entries.filter((name) => /^\d+$/.test(name));
  // Where those of others are hidden, so is the first one.
  if (!processes.includes("1")) return unknown;
  const owners = processes.map((name) =>
    stat(`/proc/${name}`).then(
      ({ uid }) => [uid],
      () => [],
    ),
  );
  return (await Promise.all(owners)).flat();
}

/**
 * Makes a key file with a new key, mode 0600, on disk before this resolves. Of several that try at once one makes it;
 * the others leave it alone. Read it afterwards to learn which key it holds.
 */
export async function createKeyFile(path: string): Promise<void> {
  await makeFolder(dirname(path));
  await writeAlone(path, `${newMasterKeyText()}\n`).catch(unlessExists);
}

/** Makes a key file with this key in the same way. Throws an Error of one line when there is anything of that name. */
export async function restoreKeyFile(path: string, { key }: MasterKey): Promise<void> {
  await makeFolder(dirname(path));
  await writePrivateFile(path, `${key.export().toString("hex")}\n`);
}

/** Makes a file, mode 0600, on disk before this resolves. Throws an Error of one line when that cannot be, and then there is none. */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  await writeAlone(path, text).catch((error: unknown) => {
    const code = errorCode(error);
    const reason = code === "EEXIST" ? "is there already: it is left as it is" : `cannot be written: ${code}`;
    throw new Error(`${path} ${reason}`, { cause: error });
  });
}

/** The file appears under its name complete or not at all, and never replaces what is there. */
async function writeAlone(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString("hex")}.draft`;
  try {
    await writeNewFile(draft, text);
    await link(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
  await syncFolder(dirname(path));
}

/** Makes what was created, linked or renamed in a folder outlast a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  if (!hasUnixModes) return;
  const handle = await open(folder, constants.O_RDONLY);
  await handle.sync().finally(() => handle.close());
}

async function openPlainFile(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, READ_PLAINLY);
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT") return null;
    if (code === "ELOOP")
      throw new Error(`${path} is a symbolic link: the master key must be in the file itself`);
    throw new Error(`${path} cannot be read: ${code}`, { cause: error });
  }
}

function refuseOddFile(path: string, stats: Stats): void {
  if (!stats.isFile()) throw new Error(`${path} is not a file`);
  if (stats.size > FILE_BYTES_MAX)
    throw new Error(`${path}: a master key is 64 hex digits, this is ${stats.size} bytes`);
}

function refuseUnsafe(path: string, stats: Stats): void {
  refuseOddFile(path, stats);
  if (!hasUnixModes) return;
  if (stats.uid !== process.geteuid?.())
    throw new Error(`${path} belongs to another user (uid ${stats.uid})`);
  if ((stats.mode & 0o077) !== 0) throw new Error(`${path} can be read by other users: run chmod 600 on it`);
}

/** The folder is made private, the ones above it as usual. One that others may write to could be swapped under us. */
async function makeFolder(folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  await mkdir(folder, { mode: 0o700 }).catch(unlessExists);
  if (!hasUnixModes) return;
  const { mode } = await stat(folder);
  if ((mode & 0o022) !== 0) throw new Error(`${folder} can be written by other users: run chmod 700 on it`);
}

async function writeNewFile(path: string, text: string): Promise<void> {
  const file = await open(path, CREATE_ALONE, 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

function unlessExists(error: unknown): void {
  if (errorCode(error) !== "EEXIST") throw error;
}
