import { type CipherGCMTypes, createCipheriv, createDecipheriv, type KeyObject } from "node:crypto";
import { notOpened } from "./failures";
import type { Aes } from "./method";

/** A ciphertext and, with GCM, its tag of 16 bytes; with CBC a tag of none. */
export interface AesSealed {
  readonly ciphertext: Buffer;
  readonly tag: Buffer;
}

/** AES-GCM (NIST SP 800-38D) without associated data, or AES-CBC (SP 800-38A) with the padding of PKCS#7 (RFC 5652). */
export function aesSeal(aes: Aes, key: KeyObject, iv: Buffer, plaintext: Buffer): AesSealed {
  if (!isGcm(aes.name)) {
    const cipher = createCipheriv(aes.name, key, iv);
    return { ciphertext: Buffer.concat([cipher.update(plaintext), cipher.final()]), tag: Buffer.alloc(0) };
  }
  const cipher = createCipheriv(aes.name, key, iv, { authTagLength: 16 });
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return { ciphertext, tag: cipher.getAuthTag() };
}

/** Undoes `aesSeal`. Throws `notOpened`, and gives no byte, unless lengths, tag or padding fit. */
export function aesOpen(aes: Aes, key: KeyObject, iv: Buffer, { ciphertext, tag }: AesSealed): Buffer {
  if (iv.length !== aes.ivBytes || tag.length !== aes.tagBytes) throw notOpened();
  try {
    const decipher = decipherOf(aes, key, iv, tag);
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
  } catch {
    throw notOpened();
  }
}

function decipherOf({ name }: Aes, key: KeyObject, iv: Buffer, tag: Buffer) {
  if (!isGcm(name)) return createDecipheriv(name, key, iv);
  return createDecipheriv(name, key, iv, { authTagLength: 16 }).setAuthTag(tag);
}

function isGcm(name: Aes["name"]): name is Aes["name"] & CipherGCMTypes {
  return name.endsWith("gcm");
}
