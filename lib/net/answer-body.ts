import type { IncomingMessage } from "node:http";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { egressError } from "./egress-error";

/** How many bytes a decompressor hands over at a time: what is done with them on the event loop stays short. */
const CHUNK_BYTES = 64 * 1_024;
const options = { chunkSize: CHUNK_BYTES };

/** Node's decompressors work in its thread pool, so that the event loop goes on meanwhile. */
const DECOMPRESSORS = {
  gzip: () => createGunzip(options),
  "x-gzip": () => createGunzip(options),
  deflate: () => createInflate(options),
  br: () => createBrotliDecompress(options),
} as const;

export interface ReadBody {
  readonly body: Buffer;
  /** As they came, before they were decompressed. */
  readonly bytesReceived: number;
}

/**
 * Reads a body of at most so many bytes, before and after it is decompressed, and stops at the first byte beyond. One
 * encoding is accepted, a list of several is refused. Throws egress errors.
 */
export async function readAnswerBody(res: IncomingMessage, bytesMax: number): Promise<ReadBody> {
  const encoding = encodingOf(res.headers["content-encoding"]);
  const received = { bytes: 0 };
  const chunks: Buffer[] = [];
  const collect = async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of source) chunks.push(chunk);
  };
  const source = counted(res, bytesMax, received);
  if (encoding === null) await collect(source);
  else {
    const inside = (input: AsyncIterable<Buffer>) => counted(input, bytesMax, { bytes: 0 });
    await pipeline(source, DECOMPRESSORS[encoding](), inside, collect).catch((error) => {
      // Nothing at all is an empty body, whatever encoding it claims.
      if (received.bytes > 0 || !isOfZlib(error)) throw isOfZlib(error) ? egressError("unreadable") : error;
    });
  }
  return { body: Buffer.concat(chunks), bytesReceived: received.bytes };
}

/** Null: as it is. What cannot be decompressed cannot be searched for secrets either. */
function encodingOf(header: string | undefined): keyof typeof DECOMPRESSORS | null {
  const encoding = (header ?? "").trim().toLowerCase();
  if (encoding === "" || encoding === "identity") return null;
  if (!isKnown(encoding)) throw egressError("unreadable");
  return encoding;
}

function isKnown(encoding: string): encoding is keyof typeof DECOMPRESSORS {
  return Object.hasOwn(DECOMPRESSORS, encoding);
}

async function* counted(
  chunks: AsyncIterable<Buffer>,
  bytesMax: number,
  count: { bytes: number },
): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    count.bytes += chunk.length;
    if (count.bytes > bytesMax) throw egressError("tooLarge");
    yield chunk;
  }
}

/** Such as `Z_DATA_ERROR`, or `ERR__ERROR_FORMAT_PADDING_2` of Brotli. */
function isOfZlib(error: unknown): boolean {
  return error instanceof Error && "code" in error && /^(Z_|ERR__)/.test(String(error.code));
}
