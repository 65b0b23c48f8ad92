import { createPrivateKey, createPublicKey, type KeyObject, webcrypto } from "node:crypto";
import type { Plaintext } from "@/lib/crypto/plaintext";
import { incompatible } from "./failures";

const BITS_MIN = 2_048;
const BITS_MAX = 8_192;
/** FIPS 186-5, appendix A.1.1: below it RSA has been broken more than once. */
const EXPONENT_MIN = 65_537n;

/** What a key is for: to encrypt with one needs the public half, to decrypt the private one. */
export type RsaUse = "encrypt" | "decrypt";

/** A key for RSA-OAEP with SHA-256 in a form that works beside the event loop. */
export interface RsaKey {
  readonly key: webcrypto.CryptoKey;
  readonly modulusBytes: number;
}

/**
 * Reads a PEM: for encrypting a public key (SPKI or PKCS#1), a certificate, or a private key, whose public half is
 * taken; for decrypting a private key (PKCS#8 or PKCS#1) without a passphrase. Throws an error about an incompatible secret.
 */
export function readRsaKey(value: Plaintext, use: RsaUse): KeyObject {
  const key = parse(value.reveal(), use);
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType !== "rsa") throw incompatible("This is a key, but not for RSA.");
  if (modulusLength < BITS_MIN) {
    throw incompatible(
      `RSA keys need at least 2,048 bits; this one has ${modulusLength.toLocaleString("en")}.`,
    );
  }
  if (modulusLength > BITS_MAX) throw incompatible("RSA keys have at most 8,192 bits.");
  if (publicExponent < EXPONENT_MIN)
    throw incompatible("The public exponent of this RSA key is below 65,537.");
  return key;
}

/** The same, ready for use. */
export async function importRsaKey(value: Plaintext, use: RsaUse): Promise<RsaKey> {
  const key = readRsaKey(value, use);
  const form = use === "encrypt" ? "spki" : "pkcs8";
  const der = exported(key, use);
  const algorithm = { name: "RSA-OAEP", hash: "SHA-256" };
  const imported = await webcrypto.subtle.importKey(form, der, algorithm, false, [use]);
  der.fill(0);
  return { key: imported, modulusBytes: Math.ceil((key.asymmetricKeyDetails?.modulusLength ?? 0) / 8) };
}

function exported(key: KeyObject, use: RsaUse): Buffer {
  return use === "encrypt"
    ? key.export({ type: "spki", format: "der" })
    : key.export({ type: "pkcs8", format: "der" });
}

function parse(pem: string, use: RsaUse): KeyObject {
  const isPrivate = /-----BEGIN (RSA |ENCRYPTED )?PRIVATE KEY-----/.test(pem);
  try {
    if (use === "decrypt") return createPrivateKey(pem);
    return createPublicKey(pem);
  } catch {
    if (isPrivate && /ENCRYPTED/.test(pem)) {
      throw incompatible("This private key is protected by a passphrase. Store it without one.");
    }
    if (use === "encrypt") throw incompatible("This is not a PEM of a public key.");
    const isPublic = /-----BEGIN (PUBLIC KEY|RSA PUBLIC KEY|CERTIFICATE)-----/.test(pem);
    throw incompatible(
      isPublic
        ? "Answers are opened with a private key; this is a public one."
        : "This is not a PEM of a private key.",
    );
  }
}
