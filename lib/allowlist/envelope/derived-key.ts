import { createHmac, createSecretKey, hkdf, pbkdf2, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import type { Plaintext } from "@/lib/crypto/plaintext";
import type { Derivation } from "../configuration/model";
import type { ReadyKey } from "./ready-key";

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
): Promise<ReadyKey> {
  const salt = derivation.salt.bytes();
  if (derivation.function === "HKDF-SHA256") {
    return secretKey(
      Buffer.from(await deriveQuickly("sha256", material, salt, derivation.info, lengthBytes)),
    );
  }
  const { iterations } = derivation;
  const derive = async () => secretKey(await deriveSlowly(material, salt, iterations, lengthBytes, "sha256"));
  return cache ? cache.get(["PBKDF2", material, salt, iterations, lengthBytes], derive) : derive();
}

type Part = Buffer | string | number;

/**
 * Keys that take long to make from secrets, by PBKDF2 or from the PEM of RSA, the latest used: without them no endpoint
 * with a derived key could be sent to 50 times a second.
 */
export interface DerivedKeys {
  /** The key that is made from these parts; `make` is called when it is not there. */
  get(from: readonly Part[], make: () => Promise<ReadyKey>): Promise<ReadyKey>;
}

/**
 * Keeps at most 100 keys, by a keyed digest of all that they are made from: another value of a secret finds nothing,
 * and the digest is of no use for guessing. Those who ask at the same time share one.
 */
export function keepDerivedKeys(): DerivedKeys {
  const digestKey = randomBytes(32);
  const kept = new Map<string, Promise<ReadyKey>>();
  return {
    get(from, make) {
      const id = digestOf(digestKey, from);
      const key = kept.get(id) ?? make();
      kept.delete(id);
      kept.set(id, key);
      key.catch(() => kept.delete(id));
      const [oldest] = kept.size > KEPT_MAX ? kept.keys() : [];
      if (oldest !== undefined) kept.delete(oldest);
      return key;
    },
  };
}

function digestOf(key: Buffer, from: readonly Part[]): string {
  const hmac = createHmac("sha256", key);
  for (const part of from) {
    const bytes = Buffer.isBuffer(part) ? part : Buffer.from(String(part));
    hmac.update(`${bytes.length}:`).update(bytes);
  }
  return hmac.digest("base64");
}

function secretKey(bytes: Buffer): ReadyKey {
  const secret = createSecretKey(bytes);
  bytes.fill(0);
  return { secret };
}
