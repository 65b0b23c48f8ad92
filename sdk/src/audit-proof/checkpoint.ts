import { hashFrom, wholeNumber } from "./bytes.js";
import type { Tree } from "./merkle.js";
import { parseNote, type SignedNote } from "./signed-note.js";

/** How large a log was, and the hash over all of it (c2sp.org/tlog-checkpoint). */
export interface Checkpoint extends Tree {
  readonly origin: string;
  readonly note: SignedNote;
}

/** Reads a checkpoint. Null when it is none. Its signature is not checked here. */
export function parseCheckpoint(text: string): Checkpoint | null {
  const note = parseNote(text);
  if (!note) return null;
  const [origin, sizeText, rootText, ...rest] = note.text.split("\n");
  const size = wholeNumber(sizeText);
  const root = hashFrom(rootText);
  // The last newline leaves an empty line; extension lines before it are not.
  if (!origin || size === null || !root || rest.pop() !== "" || rest.includes("")) return null;
  return { origin, size, root, note };
}
