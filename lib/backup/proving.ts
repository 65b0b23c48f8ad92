import { createHash, type Hash } from "node:crypto";
import { once } from "node:events";
import { PassThrough, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { openEncryption } from "./encryption";

/** Values are sealed and do not get smaller: more effort gains nothing. */
const GZIP_LEVEL = 3;

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

type Chunks = AsyncIterable<Uint8Array>;

/** What keeps bytes: a file on a disk, an object in a store. */
export interface Medium {
  readonly write: (chunks: Chunks) => Promise<void>;
  readonly read: () => Chunks;
}

/**
 * Writes and reads it again. What is encrypted cannot be decrypted here: that is checked on its way, and what was written is read
 * again to see that it is the same.
 */
export async function writeProved<T>(
  medium: Medium,
  recipients: readonly string[],
  { make, check }: FileWork<T>,
  signal?: AbortSignal,
): Promise<T & WrittenFile> {
  const encrypt = recipients.length > 0 ? await openEncryption(recipients) : null;
  const [written, read] = [new Count(), new Count()];
  const copy = new PassThrough();
  const checking = encrypt && check(copy);
  // Who waits for it comes later.
  checking?.catch(() => {});
  const sealed = (chunks: AsyncIterable<Buffer>): Chunks =>
    encrypt && checking ? encrypt(copied(chunks, copy, checking)) : chunks;
  let own: unknown = null;
  const write = (chunks: Chunks) =>
    medium.write(chunks).catch((error: unknown) => {
      own = error;
      throw error;
    });
  try {
    await make((text) =>
      pipeline(
        text,
        createGzip({ level: GZIP_LEVEL }),
        async function* (chunks: AsyncIterable<Buffer>) {
          yield* written.over(sealed(chunks));
        },
        write,
        { signal },
      ),
    );
  } catch (error) {
    copy.destroy();
    const found = await checking?.then(
      () => null,
      (failure: unknown) => failure,
    );
    // Where one of them ends it, the streams may say no more than that.
    throw isAbort(error) && !signal?.aborted ? (own ?? found ?? error) : error;
  }
  const again = Readable.from(read.over(medium.read()), { objectMode: false });
  const checked = checking ? await drained(again).then(() => checking) : await check(again);
  const { bytes, sha256: fileSha256 } = written.end();
  if (fileSha256 !== read.end().sha256)
    throw new Error("what was written is not read again as it was: something is wrong where it lies");
  return { ...checked, bytes, fileSha256 };
}

async function drained(chunks: Chunks): Promise<void> {
  for await (const _ of chunks);
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

/** How many bytes went through, and their SHA-256. */
class Count {
  readonly #hash: Hash = createHash("sha256");
  #bytes = 0;

  async *over(chunks: Chunks): AsyncGenerator<Uint8Array, void> {
    for await (const chunk of chunks) {
      this.#hash.update(chunk);
      this.#bytes += chunk.length;
      yield chunk;
    }
  }

  end(): { readonly bytes: number; readonly sha256: string } {
    return { bytes: this.#bytes, sha256: this.#hash.digest("hex") };
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}
