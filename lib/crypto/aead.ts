import { type KeyObject, randomBytes } from "node:crypto";
import { decrypt, encrypt } from "./gcm";
import { infoOf, type Purpose } from "./hkdf";
import { formatSealed, IV_BYTES, parseSealed } from "./sealed-text";

const LENGTH_BYTES = 4;

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
  const parts = [infoOf(binding.purpose), ...binding.ids];
  const size = parts.reduce((sum, part) => sum + LENGTH_BYTES + Buffer.byteLength(part, "utf8"), 0);
  const bytes = Buffer.allocUnsafe(size);
  let at = 0;
  for (const part of parts) {
    const length = bytes.write(part, at + LENGTH_BYTES, "utf8");
    bytes.writeUInt32BE(length, at);
    at += LENGTH_BYTES + length;
  }
  return bytes;
}

/** Seals bytes with AES-256-GCM under a random iv. Returns the stored form, `base64(iv):base64(ciphertext):base64(tag)`. */
export function sealBytes(key: KeyObject, binding: Binding, bytes: Buffer): string {
  return formatSealed(encrypt(key, randomBytes(IV_BYTES), associatedData(binding), bytes));
}

/** Opens what `sealBytes` made. Throws AppError sealBroken on anything else, with no hint of what was wrong. */
export function openBytes(key: KeyObject, binding: Binding, sealed: string): Buffer {
  return decrypt(key, associatedData(binding), parseSealed(sealed));
}
