import { lstat, mkdir, realpath, rm, statfs, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

const MIB = 1024 * 1024;
/** Below this PostgreSQL would soon stop in the middle of a write. */
const FREE_BYTES_MIN = 64 * MIB;
/** A new cluster takes about 40 MiB, its log of changes up to 32 MiB more. */
const FREE_BYTES_MIN_FIRST = 128 * MIB;
/** Below this the log warns while the program runs. */
const FREE_BYTES_LOW = 256 * MIB;

/** Makes the data directory, mode 0700, and returns its real path. Throws an Error with one line to act on. */
export async function openDataDir(dataDir: string): Promise<string> {
  const path = resolve(dataDir);
  try {
    // Not in one go: a recursive mkdir gives the mode to every parent that it makes, too.
    await mkdir(dirname(path), { recursive: true });
    await mkdirUnlessThere(path);
    return await realpath(path);
  } catch (error) {
    throw diskError(error, path);
  }
}

/** Makes a folder, mode 0700; one that is there keeps the mode it has. Rejects with ENOTDIR when it is a file. */
export async function mkdirUnlessThere(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
    // The slash makes it fail on a file.
    await lstat(`${path}/`);
  }
}

/** Throws an Error with one line to act on when `dataDir` cannot be written or its disk is nearly full. */
export async function checkDisk(dataDir: string, isFirstStart: boolean): Promise<void> {
  const freeBytes = await freeBytesOn(dataDir);
  const neededBytes = isFirstStart ? FREE_BYTES_MIN_FIRST : FREE_BYTES_MIN;
  if (freeBytes < neededBytes) {
    throw new Error(
      `the disk of ${dataDir} is nearly full: ${mib(freeBytes)} free, and the database needs ${mib(neededBytes)}; free some space`,
    );
  }
  const probe = join(dataDir, `.writable-${process.pid}`);
  try {
    await writeFile(probe, "");
    await rm(probe);
  } catch (error) {
    throw diskError(error, dataDir);
  }
}

/** A warning for the log while the disk of `dataDir` is filling up, else null. */
export async function lowDiskWarning(dataDir: string): Promise<string | null> {
  const freeBytes = await freeBytesOn(dataDir).catch(() => Number.POSITIVE_INFINITY);
  if (freeBytes >= FREE_BYTES_LOW) return null;
  return `the disk of ${dataDir} is filling up: ${mib(freeBytes)} free; without space the database stops`;
}

/** Says what a failed file operation on `path` means to an operator. */
export function diskError(error: unknown, path: string): Error {
  const code = codeOf(error);
  const text =
    code === "ENOSPC" || code === "EDQUOT"
      ? `the disk of ${path} is full: free some space`
      : code === "ENOTDIR" || code === "EEXIST"
        ? `${path} is not a folder: name another with STRONGROOM_DATA_DIR`
        : `${path} cannot be written (${code}): give this user the right to, or name another folder with STRONGROOM_DATA_DIR`;
  return new Error(text, { cause: error });
}

export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

async function freeBytesOn(path: string): Promise<number> {
  const disk = await statfs(path);
  return disk.bavail * disk.bsize;
}

function mib(bytes: number): string {
  return `${Math.floor(bytes / MIB)} MiB`;
}
