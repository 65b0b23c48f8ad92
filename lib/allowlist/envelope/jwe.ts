import { CompactEncrypt, compactDecrypt } from "jose";
import { notOpened } from "./failures";
import type { ReadyKey } from "./ready-key";

const ENC = "A256GCM";
/** jose skips white space; a JWE has none. */
const COMPACT = /^[A-Za-z0-9_.-]+$/;

/** A JWE in its compact form (RFC 7516, section 3.1). `RSA` makes a new content key each time, `dir` uses the key itself. */
export async function jweSeal(key: ReadyKey, plaintext: Buffer): Promise<string> {
  const header = { alg: algorithmOf(key), enc: ENC };
  return new CompactEncrypt(plaintext).setProtectedHeader(header).encrypt(keyOf(key));
}

/**
 * Undoes `jweSeal`. What the message says of its algorithms decides nothing: another one than the key's is refused, so
 * is compression, and so is a header that must be understood and is not. Throws `notOpened`.
 */
export async function jweOpen(key: ReadyKey, jwe: string): Promise<Buffer> {
  if (!COMPACT.test(jwe)) throw notOpened();
  try {
    const { plaintext } = await compactDecrypt(jwe, keyOf(key), {
      keyManagementAlgorithms: [algorithmOf(key)],
      contentEncryptionAlgorithms: [ENC],
      maxDecompressedLength: 0,
    });
    return Buffer.from(plaintext);
  } catch {
    throw notOpened();
  }
}

function algorithmOf(key: ReadyKey) {
  return "rsa" in key ? "RSA-OAEP-256" : "dir";
}

function keyOf(key: ReadyKey) {
  return "rsa" in key ? key.rsa.key : key.secret;
}
