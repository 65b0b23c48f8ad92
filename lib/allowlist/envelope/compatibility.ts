import { X509Certificate } from "node:crypto";
import type { Plaintext } from "@/lib/crypto/plaintext";
import { isAppError } from "@/lib/platform/app-error";
import { type Cipher, type Configuration, type OpenedSecret, referencesOf } from "../configuration/model";
import { incompatible } from "./failures";
import { hasOwnIv, SCHEMES } from "./method";
import { rawReading, readAesKey, readIv } from "./ready-key";
import { readRsaKey } from "./rsa-key";
import { secretBytes } from "./secret-bytes";
import { readSignatureKey } from "./signature";

const HEADER_LENGTH_MAX = 8_192;
const SALT_BYTES_MIN = 8;
const CERTIFICATES = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * What is wrong with a value for the place in a configuration where it is referred to, or null. `path` is one of
 * `referencesOf`. Tells lengths and kinds, for those who may write the endpoint; never a part of the value.
 */
export function compatibilityIssue<R>(
  configuration: Configuration<R>,
  path: string,
  value: Plaintext,
): string | null {
  try {
    check(configuration, path, value);
    return null;
  } catch (error) {
    if (isAppError(error) && error.context.cause instanceof Error) return error.context.cause.message;
    throw error;
  }
}

/**
 * Throws the error of the first secret that does not fit, but for the keys of ciphers: those are made before anything
 * leaves, which tells as well and takes long enough once.
 */
export function requireCompatible(configuration: Configuration<OpenedSecret>): void {
  for (const { reference, path } of referencesOf(configuration)) {
    if (path.endsWith(".cipher.key.from")) continue;
    const issue = compatibilityIssue(configuration, path, reference.value);
    if (issue !== null) throw incompatible(`${path}: ${issue}`);
  }
}

function check<R>(configuration: Configuration<R>, path: string, value: Plaintext): void {
  const { encryption, decryption, signature } = configuration;
  if (path.startsWith("headers.")) checkHeader(value);
  if (path === "ca") checkCertificates(value);
  if (path === "signature.from" && signature) {
    readSignatureKey(signature.scheme, value, signature.reading);
  }
  if (path.startsWith("encryption.cipher.") && encryption) {
    checkCipher(encryption.cipher, path, value, "encrypt");
    if (decryption && !decryption.cipher) checkCipher(encryption.cipher, path, value, "decrypt");
  }
  if (path.startsWith("decryption.cipher.") && decryption?.cipher) {
    checkCipher(decryption.cipher, path, value, "decrypt");
  }
}

function checkCipher<R>(
  { method, key, iv }: Cipher<R>,
  path: string,
  value: Plaintext,
  use: "encrypt" | "decrypt",
): void {
  const { aes, isRsa } = SCHEMES[method];
  if (path.endsWith(".salt")) {
    checkSalt(value);
  } else if (path.endsWith(".iv.iv")) {
    if (aes && hasOwnIv(method) && iv.from === "secret") readIv(aes, value, iv.reading);
  } else if (isRsa || !aes) {
    readRsaKey(value, use);
  } else if (key.derivation) {
    secretBytes(value, rawReading(key.reading));
  } else {
    readAesKey(aes, value, rawReading(key.reading)).fill(0);
  }
}

/** RFC 8018, section 4.1. */
function checkSalt(value: Plaintext): void {
  const { length } = value.bytes();
  if (length < SALT_BYTES_MIN) {
    throw incompatible(`A salt needs at least ${SALT_BYTES_MIN} bytes; this secret holds ${length}.`);
  }
}

function checkHeader(value: Plaintext): void {
  const text = value.reveal();
  if (!/^[\x20-\x7e]*$/.test(text)) {
    throw incompatible(
      "A header has printable ASCII characters on one line; this secret holds others, such as a line break.",
    );
  }
  if (text.length > HEADER_LENGTH_MAX) {
    throw incompatible(
      `A header has at most 8,192 characters; this secret holds ${text.length.toLocaleString("en")}.`,
    );
  }
}

function checkCertificates(value: Plaintext): void {
  const found = value.reveal().match(CERTIFICATES) ?? [];
  try {
    for (const pem of found) new X509Certificate(pem);
  } catch {
    throw incompatible("This holds a certificate that cannot be read.");
  }
  if (found.length === 0) throw incompatible("This is not a PEM of a certificate.");
}
