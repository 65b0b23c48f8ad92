import { HMAC_BLOCK_BYTES, openHmac } from "@/lib/crypto/hmac";
import type { Block, SealedBlock } from "./model";

const FORMAT = Buffer.from("strongroom/audit-block/v1\0");
const [DOUBLE_BYTES, TERM_BYTES] = [8, 4];

/** Returns what seals blocks: an HMAC-SHA256 over number, times, leaf hashes and terms, in the order that they are kept in. */
export function blockSealer(key: Buffer): (block: Block) => Buffer {
  const hmac = openHmac(key);
  return (block) => {
    const input = encoded(block);
    return Buffer.from(hmac(input, input.length));
  };
}

/** Whether a block that is kept is as it was sealed; one without a seal is not. */
export function fitsSeal(sealOf: (block: Block) => Buffer, block: SealedBlock): boolean {
  return block.seal !== null && sealOf(block).equals(block.seal);
}

/** Behind room for the HMAC. Doubles hold every integer here, and the infinite times that somebody may put into the database. */
function encoded({ number, firstAtMs, lastAtMs, leaves, terms }: Block): Buffer {
  const head = [number, firstAtMs, lastAtMs, leaves.length];
  const input = Buffer.alloc(
    HMAC_BLOCK_BYTES + FORMAT.length + head.length * DOUBLE_BYTES + leaves.length + terms.length * TERM_BYTES,
  );
  let at = HMAC_BLOCK_BYTES + FORMAT.copy(input, HMAC_BLOCK_BYTES);
  for (const one of head) at = input.writeDoubleBE(one, at);
  at += leaves.copy(input, at);
  for (const term of terms) at = input.writeInt32BE(term, at);
  return input;
}
