import { HMAC_BLOCK_BYTES, openHmac } from "@/lib/crypto/hmac";
import { type ChainEvent, encodeEvent } from "../chain";
import { leafHash } from "./merkle";

const INTEGER_BYTES = 8;

/**
 * Returns what makes the salt of an event: an HMAC of its number under a key of this instance. Nothing is stored, and nobody
 * can guess an event from the hash of its leaf. The next call overwrites it.
 */
export function saltMaker(saltKey: Buffer): (seq: number) => Buffer {
  const hmac = openHmac(saltKey);
  const input = Buffer.alloc(HMAC_BLOCK_BYTES + INTEGER_BYTES);
  return (seq) => {
    input.writeBigUInt64BE(BigInt(seq), HMAC_BLOCK_BYTES);
    return hmac(input, input.length);
  };
}

/** Returns what makes the leaf of an event: its salt, then the event as the chain encodes it. */
export function leafMaker(saltKey: Buffer): (event: ChainEvent) => Buffer {
  const saltOf = saltMaker(saltKey);
  return (event) => Buffer.concat([saltOf(event.seq), encodeEvent(event)]);
}

export function leafHasher(saltKey: Buffer): (event: ChainEvent) => Buffer {
  const leafOf = leafMaker(saltKey);
  return (event) => leafHash(leafOf(event));
}
