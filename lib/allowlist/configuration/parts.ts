import type { CipherMethod, Derivation, InitialisationVector } from "./model";

type Parts<C extends string> = Readonly<Record<C, readonly string[]>>;

/**
 * Which parts of a cipher each choice makes necessary, for all that shows or reads them. Those of an initialisation
 * vector count only where the method has one (`iv`), those of a derivation only where the key is `bytes`.
 */
const METHOD_PARTS: Parts<CipherMethod> = {
  "AES-256-GCM": ["encoding", "bytes", "iv", "tag"],
  "AES-256-CBC": ["encoding", "bytes", "iv", "isUnnoticed"],
  "AES-128-GCM": ["encoding", "bytes", "iv", "tag"],
  "AES-128-CBC": ["encoding", "bytes", "iv", "isUnnoticed"],
  "RSA-OAEP-256": ["encoding", "pem", "isShort"],
  "RSA-OAEP-256+A256GCM": ["encoding", "pem", "iv", "tag", "wrappedKey"],
  "JWE dir+A256GCM": ["bytes"],
  "JWE RSA-OAEP-256+A256GCM": ["pem"],
};
const IV_PARTS: Parts<InitialisationVector<unknown>["from"]> = {
  prepended: [],
  field: ["ivName"],
  secret: ["ivSecret"],
};
const DERIVATION_PARTS: Parts<Derivation<unknown>["function"]> = {
  "PBKDF2-SHA256": ["salt", "iterations"],
  "HKDF-SHA256": ["salt", "info"],
};

/** The choices of a cipher on which hangs what else it needs, as texts: a form may hold anything. */
export interface CipherChoices {
  readonly method: string;
  readonly iv: { readonly from: string };
  readonly key: { readonly derivation: { readonly function: string } | null };
}

/** The parts that a cipher needs; none for what is no choice. */
export function partsNeeded({ method, iv, key }: CipherChoices): ReadonlySet<string> {
  const parts = new Set(partsOf(METHOD_PARTS, method));
  if (parts.has("iv")) for (const part of partsOf(IV_PARTS, iv.from)) parts.add(part);
  if (parts.has("bytes") && key.derivation) {
    for (const part of partsOf(DERIVATION_PARTS, key.derivation.function)) parts.add(part);
  }
  return parts;
}

function partsOf(parts: Parts<string>, choice: string): readonly string[] {
  return (Object.hasOwn(parts, choice) && parts[choice]) || [];
}
