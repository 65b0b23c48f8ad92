import { sealBroken } from "./seal-broken";

export const IV_BYTES = 12;
export const TAG_BYTES = 16;

/** The three parts of an AES-256-GCM box. */
export interface SealedParts {
  readonly iv: Buffer;
  readonly ciphertext: Buffer;
  readonly tag: Buffer;
}

/** Writes `base64(iv):base64(ciphertext):base64(tag)`, the form in which everything sealed is stored. */
export function formatSealed(parts: SealedParts): string {
  return [parts.iv, parts.ciphertext, parts.tag].map((part) => part.toString("base64")).join(":");
}

/**
 * Reads the stored form. Only what `formatSealed` writes is accepted: three parts in canonical base64 (RFC 4648,
 * section 4, padded, no stray bits), an iv of 12 bytes and a tag of 16. Throws AppError sealBroken.
 */
export function parseSealed(text: string): SealedParts {
  const [iv, ciphertext, tag, ...more] = text.split(":").map(canonicalBytes);
  if (!iv || !ciphertext || !tag || more.length > 0) throw sealBroken();
  if (iv.length !== IV_BYTES || tag.length !== TAG_BYTES) throw sealBroken();
  return { iv, ciphertext, tag };
}

/** Node's decoder skips what it does not know, so the only safe check is that encoding again gives the same text. */
function canonicalBytes(text: string): Buffer {
  const bytes = Buffer.from(text, "base64");
  if (bytes.toString("base64") !== text) throw sealBroken();
  return bytes;
}
