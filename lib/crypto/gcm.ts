import { createCipheriv, createDecipheriv, type KeyObject } from "node:crypto";
import { sealBroken } from "./seal-broken";
import { type SealedParts, TAG_BYTES } from "./sealed-text";

const CIPHER = "aes-256-gcm";

/** AES-256-GCM (NIST SP 800-38D) with a 96-bit iv, which must be new for every call with one key, and a 128-bit tag. */
export function encrypt(key: KeyObject, iv: Buffer, associated: Buffer, bytes: Buffer): SealedParts {
  const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(associated);
  const ciphertext = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return { iv, ciphertext, tag: cipher.getAuthTag() };
}

/** Undoes `encrypt`. Throws AppError sealBroken, and gives no byte, unless the tag fits. */
export function decrypt(key: KeyObject, associated: Buffer, { iv, ciphertext, tag }: SealedParts): Buffer {
  const decipher = createDecipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(associated);
  decipher.setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
  } catch {
    throw sealBroken();
  }
}
