import type { Cipher, CipherMethod, Derivation, InitialisationVector, SignatureScheme } from "./model";

type Parts<C extends string> = Readonly<Record<C, readonly string[]>>;

/**
 * Which parts of an endpoint each choice makes necessary, for all that shows or reads them. Those of an initialisation
 * vector count only where the method has one (`iv`), those of a derivation only where the key is `bytes`.
 */
export const PARTS = {
  level: { none: [], fields: ["cipher", "fields"], json: ["cipher", "envelope"], text: ["cipher"] },
  method: {
    "AES-256-GCM": ["encoding", "bytes", "iv", "tag"],
    "AES-256-CBC": ["encoding", "bytes", "iv", "isUnnoticed"],
    "AES-128-GCM": ["encoding", "bytes", "iv", "tag"],
    "AES-128-CBC": ["encoding", "bytes", "iv", "isUnnoticed"],
    "RSA-OAEP-256": ["encoding", "pem", "isShort"],
    "RSA-OAEP-256+A256GCM": ["encoding", "pem", "iv", "tag", "wrappedKey"],
    "JWE dir+A256GCM": ["bytes"],
    "JWE RSA-OAEP-256+A256GCM": ["pem"],
  },
  iv: { prepended: [], field: ["ivName"], secret: ["ivSecret"] },
  derivation: { none: [], "PBKDF2-SHA256": ["salt", "iterations"], "HKDF-SHA256": ["salt", "info"] },
  answerCipher: { same: ["same"], own: ["own"] },
  signature: { none: [], strongroom: ["signed", "signatureHeader"], "standard-webhooks": ["signed"] },
} as const satisfies {
  readonly level: Parts<"none" | "fields" | "json" | "text">;
  readonly method: Parts<CipherMethod>;
  readonly iv: Parts<InitialisationVector<unknown>["from"]>;
  readonly derivation: Parts<"none" | Derivation<unknown>["function"]>;
  readonly answerCipher: Parts<"same" | "own">;
  readonly signature: Parts<"none" | SignatureScheme>;
};

/** The choices on which hangs what else a cipher needs, as texts: a form may hold anything. */
export interface CipherChoices {
  readonly method: string;
  readonly iv: string;
  readonly derivation: string;
}

/** The parts that a cipher needs. */
export function partsNeeded({ method, iv, derivation }: CipherChoices): ReadonlySet<string> {
  const parts = new Set(partsOf(PARTS.method, method));
  if (parts.has("iv")) for (const part of partsOf(PARTS.iv, iv)) parts.add(part);
  if (parts.has("bytes")) for (const part of partsOf(PARTS.derivation, derivation)) parts.add(part);
  return parts;
}

/** The choices of a cipher. */
export function choicesIn({ method, iv, key }: Cipher<unknown>): CipherChoices {
  return { method, iv: iv.from, derivation: key.derivation?.function ?? "none" };
}

/** The parts that one choice needs; none for what is no choice. */
export function partsOf(parts: Parts<string>, choice: string): readonly string[] {
  return (Object.hasOwn(parts, choice) && parts[choice]) || [];
}
