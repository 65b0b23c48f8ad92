import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from "node:crypto";
import { infoOf, type Purpose } from "./hkdf";
import { sealBroken } from "./seal-broken";
import { formatSealed, IV_BYTES, parseSealed, TAG_BYTES } from "./sealed-text";

const CIPHER = "aes-256-gcm";

/** What a box is bound to: it opens only under the same purpose and the same immutable ids, in the same order. */
export interface Binding {
  readonly purpose: Purpose;
  readonly ids: readonly string[];
}

/**
 * The associated data of a binding: purpose and ids, each as a 32-bit big-endian byte length and UTF-8 bytes, so that
 * no two bindings give the same bytes.
 */
export function associatedData(binding: Binding): Buffer {
  const parts = [infoOf(binding.purpose), ...binding.ids].map((part) => Buffer.from(part, "utf8"));
  return Buffer.concat(parts.flatMap((part) => [lengthPrefix(part), part]));
}

/** Seals bytes with AES-256-GCM (NIST SP 800-38D), a random 96-bit iv and a 128-bit tag. Returns the stored form. */
export function sealBytes(key: KeyObject, binding: Binding, bytes: Buffer): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(associatedData(binding));
  const ciphertext = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return formatSealed({ iv, ciphertext, tag: cipher.getAuthTag() });
}

/** Opens what `sealBytes` made. Throws AppError sealBroken on anything else, with no hint of what was wrong. */
export function openBytes(key: KeyObject, binding: Binding, sealed: string): Buffer {
  const { iv, ciphertext, tag } = parseSealed(sealed);
  const decipher = createDecipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(associatedData(binding));
  decipher.setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
  } catch {
    throw sealBroken();
  }
}

function lengthPrefix(part: Buffer): Buffer {
  const prefix = Buffer.alloc(4);
  prefix.writeUInt32BE(part.length);
  return prefix;
}
