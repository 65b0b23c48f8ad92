import { createHmac, randomBytes } from "node:crypto";
import type { Keyring } from "@/lib/keys/keyring";

export const RECOVERY_CODES = 10;

/** Crockford's base32: no I, L, O or U, so that nothing read aloud or copied by hand is taken for another. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CODE_BYTES = 10;
const GROUP = 4;

/** A new code of 80 random bits, as it is shown: "7F3K-Q2ZM-…". */
export function newRecoveryCode(): string {
  const bits = [...randomBytes(CODE_BYTES)].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const letters = (bits.match(/.{5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five, 2)]).join("");
  return (letters.match(new RegExp(`.{${GROUP}}`, "g")) ?? []).join("-");
}

/** The one spelling of a typed code: case, spaces and dashes do not matter, nor O for 0 and I or L for 1. */
export function plainRecoveryCode(typed: string): string {
  return typed
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, "")
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1");
}

/** Whether a text in its one spelling can be a code at all. */
export function looksLikeRecoveryCode(plain: string): boolean {
  return /^[0-9A-HJKMNP-TV-Z]{16}$/.test(plain);
}

/** What is kept of a person's code: without the key nobody can try codes against it. */
export function recoveryCodeHash(
  keys: Pick<Keyring, "derive">,
  userId: string,
  code: string,
): Uint8Array<ArrayBuffer> {
  const hmac = createHmac("sha256", keys.derive("recovery"));
  return new Uint8Array(hmac.update(`${userId}:${plainRecoveryCode(code)}`).digest());
}
