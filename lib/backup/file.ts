import { createHash, type Hash, randomBytes } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { link, lstat, mkdtemp, open, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";

/** Values are sealed and do not get smaller: more effort gains nothing. */
const GZIP_LEVEL = 3;
/** File systems that know no second name for a file, such as those of memory sticks. */
const NO_LINKS = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"];

/** Where a new backup goes. */
export interface BackupTarget {
  readonly name: string;
  /** Throws an Error of one line, and then there is no file. */
  readonly write: <T>(work: FileWork<T>, signal?: AbortSignal) => Promise<T & WrittenFile>;
}

export interface FileWork<T> {
  /** Hands `write` the text. */
  readonly make: (write: (text: AsyncIterable<string>) => Promise<void>) => Promise<void>;
  /** Reads the file again. */
  readonly check: (file: Readable) => Promise<T>;
}

export interface WrittenFile {
  readonly bytes: number;
}

/** A file that is not there yet. */
export function newFile(path: string): BackupTarget {
  return { name: basename(path), write: (work, signal) => writeNewFile(path, work, signal) };
}

/** It is made under another name, mode 0600, and gets its own when it was checked and is on the disk. No name is taken that is taken. */
async function writeNewFile<T>(
  path: string,
  { make, check }: FileWork<T>,
  signal?: AbortSignal,
): Promise<T & WrittenFile> {
  const target = resolve(path);
  await refuseTaken(target);
  const part = join(dirname(target), `.${basename(target)}.part-${randomBytes(4).toString("hex")}`);
  try {
    const written = createHash("sha256");
    await make((text) =>
      pipeline(text, createGzip({ level: GZIP_LEVEL }), (chunks) => hashed(chunks, written), writeTo(part), {
        signal,
      }),
    );
    const read = createHash("sha256");
    const checked = await check(
      Readable.from(hashed(createReadStream(part, { signal }), read), { objectMode: false }),
    );
    if (!written.digest().equals(read.digest())) throw new Error(`${target} is not read as it was written`);
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

async function* hashed(chunks: AsyncIterable<Buffer>, hash: Hash): AsyncGenerator<Buffer, void> {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
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
