import { hash, randomInt, timingSafeEqual } from "node:crypto";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const PUBLIC_ID_LENGTH = 16;
/** 43 letters and digits hold 256 bits. */
const SECRET_LENGTH = 43;
const FORMAT = new RegExp(`^sr_live_([0-9A-Za-z]{${PUBLIC_ID_LENGTH}})_([0-9A-Za-z]{${SECRET_LENGTH}})$`);

/** The two parts of an API key's text, `sr_live_<public id>_<secret>`. */
export interface KeyText {
  /** What finds the key; may be shown. */
  readonly publicId: string;
  /** What proves it. */
  readonly secret: string;
}

/** A new key. Its text is shown once and never kept. */
export function newKeyText(): KeyText & { readonly text: string } {
  const [publicId, secret] = [randomText(PUBLIC_ID_LENGTH), randomText(SECRET_LENGTH)];
  return { publicId, secret, text: `sr_live_${publicId}_${secret}` };
}

/** The parts of a text that is formed like a key, else null. */
export function parseKeyText(text: string): KeyText | null {
  const [, publicId, secret] = FORMAT.exec(text) ?? [];
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
