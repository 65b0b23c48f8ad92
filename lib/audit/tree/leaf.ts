import { HMAC_BLOCK_BYTES, openHmac } from "@/lib/crypto/hmac";
import { type ChainEvent, encodeEvent } from "../chain";
import { leafHash } from "./merkle";

const INTEGER_BYTES = 8;

/**
 * Returns what makes the leaf of an event: its salt, then the event as the chain encodes it. The salt is an HMAC of the
 * event's number under a key of this instance: nothing is stored, and nobody can guess an event from the hash of its leaf.
 */
export function leafMaker(saltKey: Buffer): (event: ChainEvent) => Buffer {
  const hmac = openHmac(saltKey);
  const input = Buffer.alloc(HMAC_BLOCK_BYTES + INTEGER_BYTES);
  return (event) => {
    input.writeBigUInt64BE(BigInt(event.seq), HMAC_BLOCK_BYTES);
    return Buffer.concat([hmac(input, input.length), encodeEvent(event)]);
  };
}

export function leafHasher(saltKey: Buffer): (event: ChainEvent) => Buffer {
  const leafOf = leafMaker(saltKey);
  return (event) => leafHash(leafOf(event));
}
