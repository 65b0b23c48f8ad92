import { createSecretKey, type KeyObject } from "node:crypto";
import type { Plaintext } from "@/lib/crypto/plaintext";
import type { CipherMethod, Key } from "../configuration/model";
import { type DerivedKeys, deriveKey } from "./derived-key";
import { type Aes, SCHEMES } from "./method";
import { importRsaKey, type RsaKey, type RsaUse } from "./rsa-key";
import { type RawReading, secretBytes, secretBytesOf } from "./secret-bytes";

export type ReadyKey = { readonly secret: KeyObject } | { readonly rsa: RsaKey };

/** The key of a method from its secrets. Throws an error about an incompatible secret. */
export async function readyKey(
  method: CipherMethod,
  { reading, derivation }: Key<unknown>,
  { key, salt }: { readonly key: Plaintext; readonly salt: Plaintext | null },
  use: RsaUse,
  cache: DerivedKeys | undefined,
): Promise<ReadyKey> {
  const { aes, isRsa } = SCHEMES[method];
  if (isRsa || !aes) {
    const make = async () => ({ rsa: await importRsaKey(key, use) });
    return cache ? cache.get(["RSA", use, key.bytes()], make) : make();
  }
  const raw = rawReading(reading);
  if (!derivation || !salt) return { secret: toKey(readAesKey(aes, key, raw)) };
  const material = secretBytes(key, raw);
  return deriveKey(material, { ...derivation, salt }, aes.keyBytes, cache);
}

/** The bytes of a key for AES. Throws an error about an incompatible secret unless they are as many as the method wants. */
export function readAesKey({ keyBytes }: Aes, value: Plaintext, reading: RawReading): Buffer {
  return secretBytesOf(value, reading, `AES-${keyBytes * 8}`, keyBytes);
}

/** The bytes of an initialisation vector that is always the same. Throws an error about an incompatible secret unless there are 12 for GCM, 16 for CBC. */
export function readIv({ ivBytes, tagBytes }: Aes, value: Plaintext, reading: RawReading): Buffer {
  return secretBytesOf(value, reading, `An initialisation vector for ${tagBytes ? "GCM" : "CBC"}`, ivBytes);
}

/** PEM is for RSA alone; the schema sees to it. */
export function rawReading(reading: Key<unknown>["reading"]): RawReading {
  return reading === "pem" ? "utf8" : reading;
}

function toKey(bytes: Buffer): KeyObject {
  const key = createSecretKey(bytes);
  bytes.fill(0);
  return key;
}
