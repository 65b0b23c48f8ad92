import { createHash, type Hash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { link, lstat, mkdtemp, open, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { decrypted, type Encrypt, openEncryption } from "./encryption";

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
  /** Of the file, in hex. */
  readonly fileSha256: string;
}

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
  try {
    const encrypt = recipients.length > 0 ? await openEncryption(recipients) : null;
    const { checked, fileSha256 } = await (encrypt
      ? writeEncrypted(part, encrypt, work, signal)
      : writePlain(part, work, signal));
    const { size } = await stat(part);
    await name(part, target);
    await syncFolder(dirname(target));
    return { ...checked, bytes: size, fileSha256 };
  } catch (error) {
    throw explained(error, target);
  } finally {
    await rm(part, { force: true });
  }
}

async function writePlain<T>(part: string, { make, check }: FileWork<T>, signal?: AbortSignal) {
  const [written, read] = [createHash("sha256"), createHash("sha256")];
  await make((text) =>
    pipeline(text, newGzip(), (chunks) => hashed(chunks, written), writeTo(part), { signal }),
  );
  const file = hashed(createReadStream(part, { signal }), read);
  const checked = await check(Readable.from(file, { objectMode: false }));
  return { checked, fileSha256: sameHash(written, read) };
}

/** Nobody here can decrypt it again: what is encrypted is checked on its way, and of the file that it is read as it was written. */
async function writeEncrypted<T>(
  part: string,
  encrypt: Encrypt,
  { make, check }: FileWork<T>,
  signal?: AbortSignal,
) {
  const [written, read] = [createHash("sha256"), createHash("sha256")];
  const plain = new PassThrough();
  const checking = check(plain);
  // Who waits for it comes later.
  checking.catch(() => {});
  try {
    await make((text) =>
      pipeline(
        text,
        newGzip(),
        (chunks) => hashed(encrypt(copied(chunks, plain, checking)), written),
        writeTo(part),
        { signal },
      ),
    );
  } catch (error) {
    plain.destroy();
    const found = await checking.catch((own: unknown) => own);
    // Where the check ends it, the streams may say no more than that.
    throw isAbort(error) && !signal?.aborted ? found : error;
  }
  const checked = await checking;
  for await (const _ of hashed(createReadStream(part, { signal }), read));
  return { checked, fileSha256: sameHash(written, read) };
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}

function newGzip() {
  return createGzip({ level: GZIP_LEVEL });
}

/** Passes on what comes, and writes it into `copy` too, which `reading` reads: fails when that does. */
async function* copied(
  chunks: AsyncIterable<Buffer>,
  copy: PassThrough,
  reading: Promise<unknown>,
): AsyncGenerator<Buffer, void> {
  for await (const chunk of chunks) {
    if (!copy.write(chunk)) await Promise.race([once(copy, "drain"), reading]);
    yield chunk;
  }
  copy.end();
}

function sameHash(written: Hash, read: Hash): string {
  const [hex, again] = [written.digest("hex"), read.digest("hex")];
  if (hex !== again)
    throw new Error("the file is not read as it was written: something is wrong with its disk");
  return hex;
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

async function* hashed(chunks: AsyncIterable<Uint8Array>, hash: Hash): AsyncGenerator<Uint8Array, void> {
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
