import { webcrypto } from "node:crypto";
import { fieldError } from "@/lib/platform/app-error";
import { notOpened } from "./failures";
import type { RsaKey } from "./rsa-key";

/** Two digests of SHA-256 and two bytes: what OAEP takes of each block (RFC 8017, section 7.1.1). */
const OAEP_BYTES = 66;
const OAEP = { name: "RSA-OAEP" } as const;

/** RSAES-OAEP (RFC 8017) with SHA-256 for both of its hashes and an empty label. Throws `validation` for what does not fit. */
export async function rsaSeal({ key, modulusBytes }: RsaKey, plaintext: Buffer): Promise<Buffer> {
  const most = modulusBytes - OAEP_BYTES;
  if (plaintext.length > most) {
    const length = plaintext.length.toLocaleString("en");
    throw fieldError(
      "data",
      `RSA alone encrypts at most ${most} bytes with this key; these are ${length}. ` +
        "Encrypt single fields, or use RSA-OAEP-256+A256GCM.",
    );
  }
  return Buffer.from(await webcrypto.subtle.encrypt(OAEP, key, plaintext));
}

/** Undoes `rsaSeal`. Throws `notOpened`. */
export async function rsaOpen({ key, modulusBytes }: RsaKey, ciphertext: Buffer): Promise<Buffer> {
  if (ciphertext.length !== modulusBytes) throw notOpened();
  try {
    return Buffer.from(await webcrypto.subtle.decrypt(OAEP, key, ciphertext));
  } catch {
    throw notOpened();
  }
}
