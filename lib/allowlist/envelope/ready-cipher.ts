import type { Plaintext } from "@/lib/crypto/plaintext";
import type { Cipher, CipherMethod, Encoding, OpenedSecret } from "../configuration/model";
import type { DerivedKeys } from "./derived-key";
import { hasOwnIv, SCHEMES } from "./method";
import { type ReadyKey, readIv, readyKey } from "./ready-key";
import type { RsaUse } from "./rsa-key";

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

/** The cipher that a request is sealed with: with the current versions of its secrets. Throws an error about an incompatible secret. */
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
 * Each is read when it is called for, and may throw an error about an incompatible secret.
 */
export function* ciphersToOpen(
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
  const { aes } = SCHEMES[method];
  const isFixed = iv.from === "secret" && versions.iv && aes && hasOwnIv(method);
  const readyIv = isFixed
    ? readIv(aes, versions.iv, iv.reading)
    : iv.from === "field"
      ? "field"
      : "prepended";
  return { method, encoding, key: await readyKey(method, key, versions, use, cache), iv: readyIv };
}
