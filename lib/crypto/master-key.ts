import { createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import { deriveBytes, KEY_BYTES } from "./hkdf";

const HEX = /^[0-9a-fA-F]{64}$/;
const SHOWN_DIGITS = 8;

/** The key that everything else hangs from, and its id: 64 hex digits derived from it that do not give it away. */
export interface MasterKey {
  readonly id: string;
  readonly key: KeyObject;
}

/** The key in use and, while a rotation is under way, the one before it. */
export interface MasterKeys {
  readonly current: MasterKey;
  readonly previous: MasterKey | null;
}

/**
 * Reads 64 hex digits. Throws an Error with one line that says what is wrong and never repeats the text; `origin`
 * says where the text came from.
 */
export function parseMasterKey(text: string, origin: string): MasterKey {
  if (!HEX.test(text)) throw new Error(`${origin}: a master key is 64 hex digits, this is ${shapeOf(text)}`);
  const bytes = Buffer.from(text, "hex");
  if (bytes.every((byte) => byte === 0)) throw new Error(`${origin}: a master key of zeros protects nothing`);
  return masterKeyOf(bytes);
}

/** A new random master key as the 64 hex digits that a key file holds. */
export function newMasterKeyText(): string {
  return randomBytes(KEY_BYTES).toString("hex");
}

/** The first 8 hex digits of a master key id, which is how people are told which key is meant. */
export function shownKeyId(id: string): string {
  return `${id.slice(0, SHOWN_DIGITS)}…`;
}

function masterKeyOf(bytes: Buffer): MasterKey {
  const key = createSecretKey(bytes);
  return { id: deriveBytes(key, "", "key-id").toString("hex"), key };
}

function shapeOf(text: string): string {
  if (text.length !== 64) return `${text.length} characters`;
  return "64 characters that are not all hex digits";
}
