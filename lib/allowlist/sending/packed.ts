import { pipeline } from "node:stream/promises";
import { createGunzip, createInflate } from "node:zlib";
import { PIECE_BYTES } from "@/lib/platform/mutex";

/** A file in a file in a file is searched; deeper ones are nobody's honest answer. */
const LAYERS_MAX = 3;

/**
 * What is inside of a gzip or zlib file, layer by layer; null for what cannot be searched: it is damaged, packed deeper, or
 * more than so many bytes. Decompresses in the thread pool. Nothing for other bytes.
 */
export async function* unpacked(bytes: Buffer, bytesMax: number): AsyncGenerator<Buffer | null> {
  let left = bytesMax;
  let outer = bytes;
  for (let layer = 0; isPacked(outer); layer += 1) {
    const inner: Buffer | null = layer === LAYERS_MAX ? null : await inside(outer, left);
    yield inner;
    if (inner === null) return;
    left -= inner.length;
    outer = inner;
  }
}

/** Whether bytes begin as gzip (RFC 1952) or zlib (RFC 1950) do. */
export function isPacked(bytes: Buffer): boolean {
  return isGzip(bytes) || (bytes[0] === 0x78 && bytes.length > 1 && bytes.readUInt16BE(0) % 31 === 0);
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

async function inside(bytes: Buffer, bytesMax: number): Promise<Buffer | null> {
  const options = { chunkSize: PIECE_BYTES };
  const chunks: Buffer[] = [];
  let length = 0;
  const collect = async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of source) {
      length += chunk.length;
      if (length > bytesMax) throw new RangeError("more than may be searched");
      chunks.push(chunk);
    }
  };
  try {
    await pipeline([bytes], isGzip(bytes) ? createGunzip(options) : createInflate(options), collect);
    return Buffer.concat(chunks);
  } catch {
    return null;
  }
}
