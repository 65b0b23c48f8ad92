import { randomBytes } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { link, lstat, mkdtemp, open, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { decrypted } from "./encryption";
import { type BackupTarget, type FileWork, type Medium, type WrittenFile, writeProved } from "./proving";

/** File systems that know no second name for a file, such as those of memory sticks. */
const NO_LINKS = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"];

/** A file that is not there yet, encrypted for each of the recipients if there are any. */
export function newFile(path: string, recipients: readonly string[] = []): BackupTarget {
  return { name: basename(path), write: (work, signal) => writeNewFile(path, recipients, work, signal) };
}

/** It is made under another name, mode 0600, and gets its own when it was checked and is on the disk. No name is taken that is taken. */
async function writeNewFile<T>(
  path: string,
  recipients: readonly string[],
  work: FileWork<T>,
  signal?: AbortSignal,
): Promise<T & WrittenFile> {
  const target = resolve(path);
  await refuseTaken(target);
  const part = join(dirname(target), `.${basename(target)}.part-${randomBytes(4).toString("hex")}`);
  const medium: Medium = {
    write: (chunks) => pipeline(chunks, writeTo(part)),
    read: () => createReadStream(part, { signal }),
  };
  try {
    const written = await writeProved(medium, recipients, work, signal);
    await name(part, target);
    await syncFolder(dirname(target));
    return written;
  } catch (error) {
    throw explained(error, target);
  } finally {
    await rm(part, { force: true });
  }
}

/** The name that a part was to get; null: it is none. */
export function partOf(name: string): string | null {
  return /^\.(.+)\.part-[0-9a-f]{8}$/.exec(name)?.[1] ?? null;
}

/**
 * Runs `work` with what opens a file for reading, as often as needed, decrypted if it is encrypted; `-` is standard input, which is
 * copied into a file first.
 */
export async function withBackupFile<T>(
  path: string,
  input: Readable,
  identities: readonly string[],
  work: (openFile: () => Readable) => Promise<T>,
): Promise<T> {
  if (path !== "-") {
    await requireFile(path);
    return work(() => decrypted(createReadStream(path), identities));
  }
  const folder = await mkdtemp(join(tmpdir(), "strongroom-restore-"));
  const copy = join(folder, "backup");
  try {
    await pipeline(input, writeTo(copy)).catch((error: unknown) => {
      throw explained(error, copy);
    });
    return await work(() => decrypted(createReadStream(copy), identities));
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
