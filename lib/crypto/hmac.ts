import { hash } from "node:crypto";

export const HMAC_BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;

/**
 * HMAC-SHA256 of `length` bytes of `buffer`, without its first 64, which are overwritten. The answer is overwritten by the
 * next call: compare or copy it at once.
 */
export type Hmac = (buffer: Buffer, length: number) => Buffer;

/**
 * HMAC-SHA256 under a key of 32 bytes, of two one-shot hashes (RFC 2104): Node's own builds an object in OpenSSL for each,
 * which takes longer than the hashing, and every row that is read is checked by one.
 */
export function openHmac(key: Uint8Array): Hmac {
  if (key.length !== DIGEST_BYTES) throw new TypeError("a key for this HMAC has 32 bytes");
  const inner = padded(key, 0x36);
  const outer = Buffer.concat([padded(key, 0x5c), Buffer.alloc(DIGEST_BYTES)]);
  const digest = Buffer.alloc(DIGEST_BYTES);
  return (buffer, length) => {
    buffer.set(inner);
    outer.write(hash("sha256", buffer.subarray(0, length), "binary"), HMAC_BLOCK_BYTES, "binary");
    digest.write(hash("sha256", outer, "binary"), "binary");
    return digest;
  };
}

function padded(key: Uint8Array, pad: number): Buffer {
  return Buffer.alloc(HMAC_BLOCK_BYTES, pad).map((byte, i) => byte ^ (key[i] ?? 0)) as Buffer;
}
