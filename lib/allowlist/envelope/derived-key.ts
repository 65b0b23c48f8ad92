import { createHmac, createSecretKey, hkdf, type KeyObject, pbkdf2, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import type { Plaintext } from "@/lib/crypto/plaintext";
import type { Derivation } from "../configuration/model";

const KEPT_MAX = 100;
const deriveSlowly = promisify(pbkdf2);
const deriveQuickly = promisify(hkdf);

/** What a key is derived with, the salt already read: the UTF-8 bytes of its secret. */
export type SaltedDerivation = Derivation<Plaintext>;

/**
 * A key of `lengthBytes` from key material: PBKDF2 (RFC 8018) or HKDF (RFC 5869), each with SHA-256. Runs beside the
 * event loop. A cache, if given, spares later calls the iterations of PBKDF2, which at the usual number take 0.2 s.
 */
export async function deriveKey(
  material: Buffer,
  derivation: SaltedDerivation,
  lengthBytes: number,
  cache: DerivedKeys | undefined,
): Promise<KeyObject> {
  const salt = derivation.salt.bytes();
  if (derivation.function === "HKDF-SHA256") {
    return secretKey(
      Buffer.from(await deriveQuickly("sha256", material, salt, derivation.info, lengthBytes)),
    );
  }
  const { iterations } = derivation;
  const derive = async () => secretKey(await deriveSlowly(material, salt, iterations, lengthBytes, "sha256"));
  return cache ? cache.get([material, salt, iterations, lengthBytes], derive) : derive();
}

/** Keys that PBKDF2 made, the latest used: without them no endpoint with such a key could be sent to 50 times a second. */
export interface DerivedKeys {
  get(from: readonly (Buffer | number)[], derive: () => Promise<KeyObject>): Promise<KeyObject>;
}

/**
 * Keeps at most 100 keys, by a keyed digest of all that they are made from: another value of a secret finds nothing,
 * and the digest is of no use for guessing. Those who ask at the same time share one derivation.
 */
export function keepDerivedKeys(): DerivedKeys {
  const digestKey = randomBytes(32);
  const kept = new Map<string, Promise<KeyObject>>();
  return {
    get(from, derive) {
      const id = digestOf(digestKey, from);
      const key = kept.get(id) ?? derive();
      kept.delete(id);
      kept.set(id, key);
      key.catch(() => kept.delete(id));
      const [oldest] = kept.size > KEPT_MAX ? kept.keys() : [];
      if (oldest !== undefined) kept.delete(oldest);
      return key;
    },
  };
}

function digestOf(key: Buffer, from: readonly (Buffer | number)[]): string {
  const hmac = createHmac("sha256", key);
  for (const part of from) {
    const bytes = typeof part === "number" ? Buffer.from(String(part)) : part;
    hmac.update(`${bytes.length}:`).update(bytes);
  }
  return hmac.digest("base64");
}

function secretKey(bytes: Buffer): KeyObject {
  const key = createSecretKey(bytes);
  bytes.fill(0);
  return key;
}
