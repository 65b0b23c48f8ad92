import { hash, randomInt, timingSafeEqual } from "node:crypto";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const PUBLIC_ID_LENGTH = 16;
/** 43 letters and digits hold 256 bits. */
const SECRET_LENGTH = 43;
/** How keys begin: those of machines, and those of people. */
const PREFIXES = { machine: "sr_live", person: "sr_user" } as const;
type KeyOwner = keyof typeof PREFIXES;
const PARTS = `_([0-9A-Za-z]{${PUBLIC_ID_LENGTH}})_([0-9A-Za-z]{${SECRET_LENGTH}})$`;
const FORMATS = {
  machine: new RegExp(`^${PREFIXES.machine}${PARTS}`),
  person: new RegExp(`^${PREFIXES.person}${PARTS}`),
} as const;

/** Whether a text begins as keys do: then it is no name for one. */
export function beginsAsKey(text: string): boolean {
  return Object.values(PREFIXES).some((prefix) => text.includes(`${prefix}_`));
}

/** Whether a text is to be looked up as a personal key. */
export function isPersonalKeyText(text: string): boolean {
  return text.startsWith(PREFIXES.person);
}

/** The two parts of a key's text, `sr_live_<public id>_<secret>`; `sr_user_…` of a personal key. */
export interface KeyText {
  /** What finds the key; may be shown. */
  readonly publicId: string;
  /** What proves it. */
  readonly secret: string;
}

/** A new key. Its text is shown once and never kept. */
export function newKeyText(of: KeyOwner = "machine"): KeyText & { readonly text: string } {
  const [publicId, secret] = [randomText(PUBLIC_ID_LENGTH), randomText(SECRET_LENGTH)];
  return { publicId, secret, text: `${PREFIXES[of]}_${publicId}_${secret}` };
}

/** The parts of a text that is formed like a key, else null. */
export function parseKeyText(text: string, of: KeyOwner = "machine"): KeyText | null {
  const [, publicId, secret] = FORMATS[of].exec(text) ?? [];
  return publicId === undefined || secret === undefined ? null : { publicId, secret };
}

/** What is kept of the secret part: SHA-256 does, since it is random and long. */
export function keySecretHash(secret: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(hash("sha256", secret, "buffer"));
}

/** Compares in constant time. */
export function isKeySecret(kept: Uint8Array, secret: string): boolean {
  const input = hash("sha256", secret, "buffer");
  return kept.length === input.length && timingSafeEqual(kept, input);
}

function randomText(length: number): string {
  return Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
}
