import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import { egressError } from "./egress-error";

const OPENERS = {
  gzip: promisify(gunzip),
  "x-gzip": promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
} as const;

export interface ReadBody {
  readonly body: Buffer;
  /** As they came, before they were unpacked. */
  readonly bytesReceived: number;
}

/** Reads a body of at most so many bytes, before and after it is unpacked. Throws egress errors. */
export async function readAnswerBody(res: IncomingMessage, bytesMax: number): Promise<ReadBody> {
  const encoding = encodingOf(res.headers["content-encoding"]);
  const chunks: Buffer[] = [];
  let bytesReceived = 0;
  for await (const chunk of res) {
    bytesReceived += chunk.length;
    if (bytesReceived > bytesMax) throw egressError("tooLarge");
    chunks.push(chunk);
  }
  const received = Buffer.concat(chunks);
  const body = encoding && received.length > 0 ? await opened(encoding, received, bytesMax) : received;
  return { body, bytesReceived };
}

/** Null: as it is. What cannot be unpacked cannot be looked through for secrets either. */
function encodingOf(header: string | undefined): keyof typeof OPENERS | null {
  const encoding = (header ?? "").trim().toLowerCase();
  if (encoding === "" || encoding === "identity") return null;
  if (!isKnown(encoding)) throw egressError("unreadable");
  return encoding;
}

function isKnown(encoding: string): encoding is keyof typeof OPENERS {
  return Object.hasOwn(OPENERS, encoding);
}

async function opened(encoding: keyof typeof OPENERS, bytes: Buffer, bytesMax: number): Promise<Buffer> {
  try {
    return await OPENERS[encoding](bytes, { maxOutputLength: bytesMax });
  } catch (error) {
    const isTooLarge = error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    throw egressError(isTooLarge ? "tooLarge" : "unreadable");
  }
}
