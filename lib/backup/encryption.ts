import { readFile } from "node:fs/promises";
import { Readable } from "node:stream";

/** How every file begins that is encrypted with age (https://age-encryption.org/v1). */
const MAGIC = Buffer.from("age-encryption.org/v1\n");

type Chunks = AsyncIterable<Uint8Array>;
/** Encrypts a stream. */
export type Encrypt = (plain: Chunks) => Chunks;

/** Returns what encrypts for each of the recipients. Throws an Error of one line for one that is none. */
export async function openEncryption(recipients: readonly string[]): Promise<Encrypt> {
  const { Encrypter } = await import("age-encryption");
  const encrypter = new Encrypter();
  for (const recipient of recipients) {
    try {
      encrypter.addRecipient(recipient);
    } catch (error) {
      throw new Error(`"${recipient}" is no recipient of age: one begins with age1`, { cause: error });
    }
  }
  return async function* (plain) {
    for await (const chunk of await encrypter.encrypt(webStream(plain))) yield chunk;
  };
}

/** Reads the identities in a file, one a line, as `age-keygen` writes it. Throws an Error of one line that repeats none. */
export async function readIdentities(path: string): Promise<readonly string[]> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${path} cannot be read (${error.code})`, { cause: error });
  });
  const lines = text.split(/\r?\n/).filter((line) => line !== "" && !line.startsWith("#"));
  if (lines.length > 0 && lines.every((line) => line.startsWith("AGE-SECRET-KEY-"))) return lines;
  const what = MAGIC.equals(Buffer.from(text).subarray(0, MAGIC.length))
    ? "is encrypted itself: decrypt it first"
    : "holds no identity of age: each line of one begins with AGE-SECRET-KEY-";
  throw new Error(`${path} ${what}`);
}

/** What is in a file: as it is, or decrypted if it is encrypted. Errors while reading are of one line. */
export function decrypted(file: Readable, identities: readonly string[]): Readable {
  return Readable.from(plainOf(file, identities), { objectMode: false });
}

async function* plainOf(file: Readable, identities: readonly string[]): Chunks {
  const chunks: AsyncIterator<Buffer> = file[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < MAGIC.length) {
    const { done, value } = await chunks.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  async function* whole(): Chunks {
    yield head;
    yield* { [Symbol.asyncIterator]: () => chunks };
  }
  if (!MAGIC.equals(head.subarray(0, MAGIC.length))) return yield* whole();
  if (identities.length === 0)
    throw new Error("the backup is encrypted: name the file of an identity that opens it (--identity FILE)");
  const { Decrypter } = await import("age-encryption");
  const decrypter = new Decrypter();
  try {
    for (const identity of identities) decrypter.addIdentity(identity);
    yield* await decrypter.decrypt(webStream(whole()));
  } catch (error) {
    throw explained(error);
  }
}

function explained(error: unknown): unknown {
  if (!(error instanceof Error) || "code" in error) return error;
  if (/no identity matched/i.test(error.message))
    return new Error("the backup is encrypted for others: no identity in the file opens it", {
      cause: error,
    });
  return new Error("the backup is cut off or was altered: it does not decrypt; take another one", {
    cause: error,
  });
}

/** Two descriptions of the same class. */
function webStream(chunks: Chunks): ReadableStream<Uint8Array> {
  return Readable.toWeb(
    Readable.from(chunks, { objectMode: false }),
  ) as unknown as ReadableStream<Uint8Array>;
}
