import { createSecretKey, type KeyObject } from "node:crypto";
import type { Plaintext } from "@/lib/crypto/plaintext";
import type { Cipher, CipherMethod, Encoding, Key, OpenedSecret } from "../configuration/model";
import { type DerivedKeys, deriveKey } from "./derived-key";
import { type Aes, hasOwnIv, SCHEMES } from "./method";
import { importRsaKey, type RsaKey, type RsaUse } from "./rsa-key";
import { type RawReading, secretBytes, secretBytesOf } from "./secret-bytes";

export type ReadyKey = { readonly secret: KeyObject } | { readonly rsa: RsaKey };

/** A cipher with its key read. */
export interface ReadyCipher {
  readonly method: CipherMethod;
  readonly encoding: Encoding;
  readonly key: ReadyKey;
  /** Where the initialisation vector is; bytes: always these, and not sent. */
  readonly iv: "prepended" | "field" | Buffer;
}

/** The versions of a cipher's secrets to work with. */
interface Versions {
  readonly key: Plaintext;
  readonly salt: Plaintext | null;
  readonly iv: Plaintext | null;
}

/** The cipher that a request is sealed with: with the current versions of its secrets. Throws a misfit. */
export async function readyToSeal(
  cipher: Cipher<OpenedSecret>,
  cache: DerivedKeys | undefined,
): Promise<ReadyCipher> {
  const { key, iv } = cipher;
  const versions = {
    key: key.from.value,
    salt: key.derivation?.salt.value ?? null,
    iv: iv.from === "secret" ? iv.iv.value : null,
  };
  return ready(cipher, versions, "encrypt", cache);
}

/**
 * The ciphers that an answer may be opened with: with the current versions of its secrets first, then with older ones.
 * Each is read when it is called for, and may throw a misfit.
 */
export function* waysToOpen(
  cipher: Cipher<OpenedSecret>,
  cache: DerivedKeys | undefined,
): Generator<() => Promise<ReadyCipher>> {
  const { key, iv } = cipher;
  for (const keyVersion of versionsOf(key.from)) {
    for (const salt of key.derivation ? versionsOf(key.derivation.salt) : [null]) {
      for (const ivVersion of iv.from === "secret" ? versionsOf(iv.iv) : [null]) {
        yield () => ready(cipher, { key: keyVersion, salt, iv: ivVersion }, "decrypt", cache);
      }
    }
  }
}

function versionsOf({ value, previous }: OpenedSecret): readonly Plaintext[] {
  return [value, ...previous];
}

async function ready(
  { method, encoding, key, iv }: Cipher<OpenedSecret>,
  versions: Versions,
  use: RsaUse,
  cache: DerivedKeys | undefined,
): Promise<ReadyCipher> {
  const { aes, isRsa } = SCHEMES[method];
  const readyKey =
    isRsa || !aes
      ? { rsa: await importRsaKey(versions.key, use) }
      : { secret: await secretOf(aes, key, versions, cache) };
  const isFixed = iv.from === "secret" && versions.iv && aes && hasOwnIv(method);
  const readyIv = isFixed
    ? readIv(aes, versions.iv, iv.reading)
    : iv.from === "field"
      ? "field"
      : "prepended";
  return { method, encoding, key: readyKey, iv: readyIv };
}

async function secretOf(
  aes: Aes,
  { reading, derivation }: Key<OpenedSecret>,
  { key, salt }: Versions,
  cache: DerivedKeys | undefined,
): Promise<KeyObject> {
  const raw = rawReading(reading);
  if (!derivation || !salt) return toKey(readAesKey(aes, key, raw));
  const material = secretBytes(key, raw);
  return deriveKey(material, { ...derivation, salt }, aes.keyBytes, cache);
}

/** The bytes of a key for AES. Throws a misfit unless they are as many as the method wants. */
export function readAesKey({ keyBytes }: Aes, value: Plaintext, reading: RawReading): Buffer {
  return secretBytesOf(value, reading, `AES-${keyBytes * 8}`, keyBytes);
}

/** The bytes of an initialisation vector that is always the same. Throws a misfit unless there are 12 for GCM, 16 for CBC. */
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
