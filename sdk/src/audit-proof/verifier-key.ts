import { fromBase64, hexOf, isSame } from "./bytes.js";
import { sha256 } from "./sha256.js";

/** A public key of a log, as those who verify signed notes take it (c2sp.org/signed-note). */
export interface VerifierKey {
  readonly text: string;
  readonly name: string;
  /** The first four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key). */
  readonly keyHash: Uint8Array;
  /** Ed25519, 32 bytes. */
  readonly publicKey: Uint8Array;
  /** SHA-256 of the public key in hex: what people compare. */
  readonly fingerprint: string;
}

const FORM = /^([^+\s]+)\+([0-9a-f]{8})\+(.+)$/su;
const ED25519 = 1;
const PUBLIC_KEY_BYTES = 32;
const KEY_HASH_BYTES = 4;
const LENGTH_MAX = 1_024;

/** Reads `<name>+<key hash>+<base64 of 0x01 ‖ public key>`. Null when it is no Ed25519 key, or its hash is another's. */
export function parseVerifierKey(text: string): VerifierKey | null {
  const [, name, hash, encoded] = (text.length <= LENGTH_MAX && FORM.exec(text)) || [];
  const bytes = encoded === undefined ? null : fromBase64(encoded);
  if (name === undefined || bytes?.length !== 1 + PUBLIC_KEY_BYTES || bytes[0] !== ED25519) return null;
  const keyHash = sha256(new TextEncoder().encode(`${name}\n`), bytes).subarray(0, KEY_HASH_BYTES);
  if (hexOf(keyHash) !== hash) return null;
  const publicKey = bytes.slice(1);
  return { text, name, keyHash, publicKey, fingerprint: hexOf(sha256(publicKey)) };
}

/** What a log with this key is called: nobody else's key has the name. */
export function originOf({ fingerprint }: VerifierKey): string {
  return `strongroom/${fingerprint.slice(0, 16)}`;
}

export function isSameKey(a: VerifierKey, b: VerifierKey): boolean {
  return a.name === b.name && isSame(a.publicKey, b.publicKey);
}
