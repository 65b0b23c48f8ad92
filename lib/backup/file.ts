import { randomBytes } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { link, lstat, mkdtemp, open, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";

/** Values are sealed and do not get smaller: more effort gains nothing. */
const GZIP_LEVEL = 3;
/** File systems that know no second name for a file, such as those of memory sticks. */
const NO_LINKS = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"];

type Write = (text: AsyncIterable<string>) => Promise<void>;

/**
 * Makes a new file, mode 0600: `make` writes it, `check` reads it again, and it gets its name when both are done and it is on the disk.
 * Throws an Error of one line, also for a name that is taken by anything; then there is no file.
 */
export async function writeNewFile<T>(
  path: string,
  make: (write: Write) => Promise<void>,
  check: (file: Readable) => Promise<T>,
): Promise<T & { bytes: number }> {
  const target = resolve(path);
  await refuseTaken(target);
  const part = join(dirname(target), `.${basename(target)}.part-${randomBytes(4).toString("hex")}`);
  try {
    await make((text) => pipeline(text, createGzip({ level: GZIP_LEVEL }), writeTo(part)));
    const checked = await check(createReadStream(part));
    const { size } = await stat(part);
    await name(part, target);
    await syncFolder(dirname(target));
    return { ...checked, bytes: size };
  } catch (error) {
    throw explained(error, target);
  } finally {
    await rm(part, { force: true });
  }
}

/** Runs `work` with what opens a file for reading, as often as needed; `-` is standard input, which is copied into a file first. */
export async function withBackupFile<T>(
  path: string,
  input: Readable,
  work: (openFile: () => Readable) => Promise<T>,
): Promise<T> {
  if (path !== "-") {
    await requireFile(path);
    return work(() => createReadStream(path));
  }
  const folder = await mkdtemp(join(tmpdir(), "strongroom-restore-"));
  const copy = join(folder, "backup");
  try {
    await pipeline(input, writeTo(copy)).catch((error: unknown) => {
      throw explained(error, copy);
    });
    return await work(() => createReadStream(copy));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function writeTo(path: string) {
  return createWriteStream(path, { flags: "wx", mode: 0o600, flush: true });
}

async function refuseTaken(target: string): Promise<void> {
  const found = await lstat(target).catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return null;
    throw explained(error, target);
  });
  if (found) throw new Error(`${target} exists already: name a new file`);
}

async function requireFile(path: string): Promise<void> {
  const found = await stat(path).catch((error: unknown) => {
    throw new Error(`${path} cannot be read (${codeOf(error)})`, { cause: error });
  });
  if (!found.isFile()) throw new Error(`${path} is not a file`);
}

/** A name that somebody took meanwhile is not taken from them. */
async function name(part: string, target: string): Promise<void> {
  try {
    await link(part, target);
  } catch (error) {
    if (!NO_LINKS.includes(codeOf(error))) throw error;
    await refuseTaken(target);
    await rename(part, target);
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  await folder.sync().finally(() => folder.close());
}

function explained(error: unknown, path: string): unknown {
  switch (codeOf(error)) {
    case "ENOSPC":
    case "EDQUOT":
      return new Error(`the disk of ${dirname(path)} is full: nothing was left there; free some space`, {
        cause: error,
      });
    case "EEXIST":
      return new Error(`${path} exists already: name a new file`, { cause: error });
    case "ENOENT":
    case "ENOTDIR":
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new Error(`${path} cannot be written (${codeOf(error)})`, { cause: error });
    default:
      return error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
