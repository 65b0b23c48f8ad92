import { Break } from "./break.js";
import { type Checkpoint, parseCheckpoint } from "./checkpoint.js";
import type { EvidenceOptions } from "./result.js";
import { isSignedBy } from "./signed-note.js";
import { isSameKey, originOf, parseVerifierKey, type VerifierKey } from "./verifier-key.js";

/** What the caller has from elsewhere than the file. */
export interface Expected {
  readonly key: VerifierKey | null;
  /** Older than the file's. Its signature is not checked yet. */
  readonly checkpoint: Checkpoint | null;
}

export function readExpected({ verifierKey, checkpoint: text }: EvidenceOptions): Expected {
  const key = verifierKey === undefined ? null : parseVerifierKey(verifierKey.trim());
  if (verifierKey !== undefined && !key)
    throw new Break("keyUnreadable", "The verifier key that was given is not one of a log.");
  // Text editors and mail turn line ends around, or leave the last one out.
  const checkpoint = text === undefined ? null : parseCheckpoint(`${text.replaceAll("\r\n", "\n").trim()}\n`);
  if (text !== undefined && !checkpoint)
    throw new Break("checkpointUnreadable", "The older checkpoint that was given is none.");
  return { key, checkpoint };
}

/** The key that a file holds: of the log of this origin, if one is named, and the one that was given, if one was. */
export function keyInFile(text: unknown, expected: Expected): VerifierKey {
  const key = typeof text === "string" ? parseVerifierKey(text) : null;
  if (!key) throw new Break("unreadable", "The file's verifier key is not one of a log.");
  if (key.name !== originOf(key))
    throw new Break("otherLog", "The file's key does not belong to the log that it names.");
  if (expected.key && !isSameKey(expected.key, key))
    throw new Break("otherLog", "The file is signed by another key than the one that was given.");
  return key;
}

/** A checkpoint of the file, with its signature checked. */
export async function ownCheckpoint(text: unknown, key: VerifierKey): Promise<Checkpoint> {
  const checkpoint = typeof text === "string" ? parseCheckpoint(text) : null;
  if (!checkpoint) throw new Break("unreadable", "The checkpoint cannot be read.");
  if (checkpoint.origin !== key.name) throw new Break("otherLog", "The checkpoint is of another log.");
  if (!(await isSignedBy(checkpoint.note, key)))
    throw new Break("signatureInvalid", "The signature of the checkpoint is not valid.");
  return checkpoint;
}

/** The older checkpoint that the caller gave has to be of the same log, and signed by the same key. */
export async function checkExpected(checkpoint: Checkpoint, key: VerifierKey): Promise<void> {
  if (checkpoint.origin !== key.name)
    throw new Break("otherLog", "The file is of another log than the older checkpoint that was given.");
  if (!(await isSignedBy(checkpoint.note, key)))
    throw new Break("signatureInvalid", "The signature of the older checkpoint that was given is not valid.");
}
