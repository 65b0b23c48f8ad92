import { Break } from "./break.js";
import { fromBase64, isSame } from "./bytes.js";
import type { VerifierKey } from "./verifier-key.js";

/** A text with signatures (c2sp.org/signed-note). Nothing of it counts before `verifyNote`. */
export interface SignedNote {
  /** Ends in a newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

interface NoteSignature {
  readonly name: string;
  readonly keyHash: Uint8Array;
  readonly signature: Uint8Array;
}

const LENGTH_MAX = 65_536;
const SIGNATURES_MAX = 100;
const SIGNATURE = /^\u2014 ([^+\s]+) (\S+)$/u;
const KEY_HASH_BYTES = 4;

/** Reads a note by the letter of its format. Null when it is none, or longer than 64 KiB. */
export function parseNote(note: string): SignedNote | null {
  if (note.length > LENGTH_MAX || hasControl(note) || !note.isWellFormed() || !note.endsWith("\n"))
    return null;
  const end = note.lastIndexOf("\n\n");
  if (end < 0) return null;
  const lines = note.slice(end + 2, -1).split("\n");
  if (lines.length > SIGNATURES_MAX) return null;
  const signatures = lines.flatMap((line) => parseSignature(line) ?? []);
  return signatures.length === lines.length ? { text: note.slice(0, end + 1), signatures } : null;
}

function hasControl(note: string): boolean {
  return Array.from(note).some((character) => character < " " && character !== "\n");
}

function parseSignature(line: string): NoteSignature | null {
  const [, name, encoded] = SIGNATURE.exec(line) ?? [];
  const bytes = encoded === undefined ? null : fromBase64(encoded);
  if (name === undefined || !bytes || bytes.length <= KEY_HASH_BYTES) return null;
  return { name, keyHash: bytes.subarray(0, KEY_HASH_BYTES), signature: bytes.subarray(KEY_HASH_BYTES) };
}

/**
 * Whether the key has signed the note. Signatures of other keys are passed over; each that says to be by this one has to be.
 * Throws a `Break` where Ed25519 is not to be had.
 */
export async function isSignedBy({ text, signatures }: SignedNote, key: VerifierKey): Promise<boolean> {
  const own = signatures.filter(({ name, keyHash }) => name === key.name && isSame(keyHash, key.keyHash));
  if (own.length === 0) return false;
  const publicKey = await importKey(key);
  const message = new TextEncoder().encode(text);
  for (const { signature } of own) {
    const bytes = Uint8Array.from(signature);
    if (!publicKey || !(await crypto.subtle.verify("Ed25519", publicKey, bytes, message))) return false;
  }
  return true;
}

/** Null when the bytes are no key. */
async function importKey({ publicKey }: VerifierKey): Promise<CryptoKey | null> {
  try {
    return await crypto.subtle.importKey("raw", Uint8Array.from(publicKey), "Ed25519", false, ["verify"]);
  } catch (error) {
    if (error instanceof Error && error.name === "DataError") return null;
    throw new Break(
      "unsupported",
      "Ed25519 signatures cannot be checked here. Use a current browser, or Node 20.19 or later.",
    );
  }
}
