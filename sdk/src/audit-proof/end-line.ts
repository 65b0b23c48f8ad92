import { Break } from "./break.js";
import { hexOf, wholeNumber } from "./bytes.js";
import type { JsonRecord } from "./json.js";
import { isSignedBy, parseNote } from "./signed-note.js";
import type { VerifierKey } from "./verifier-key.js";

const FORMAT = "strongroom-export/1";

/** What a file holds before its last line. */
export interface FileContent {
  readonly events: number;
  readonly sha256: Uint8Array;
}

/** Whether a line is the last one of a file. */
export function isEndLine(record: JsonRecord): boolean {
  return Object.hasOwn(record, "sha256") && Object.hasOwn(record, "signature");
}

/** Checks the last line: that its figures are signed, and are those of the file. */
export async function checkEnd(record: JsonRecord, key: VerifierKey, content: FileContent): Promise<void> {
  const note = typeof record.signature === "string" ? parseNote(record.signature) : null;
  const [format, origin, count, sha256, ...rest] = note?.text.split("\n") ?? [];
  const events = wholeNumber(count);
  if (!note || format !== FORMAT || events === null || rest.join() !== "")
    throw new Break("unreadable", "The signature of the file cannot be read.");
  if (origin !== key.name) throw new Break("otherLog", "The file is signed by another log.");
  if (!(await isSignedBy(note, key)))
    throw new Break("signatureInvalid", "The signature of the file is not valid.");
  if (record.events !== events || record.sha256 !== sha256)
    throw new Break("fileAltered", "The last line does not say what was signed.");
  compare(events, sha256, content);
}

function compare(events: number, sha256: string | undefined, content: FileContent): void {
  if (content.events < events)
    throw new Break("fileCut", `The file was signed with ${events} events and holds ${content.events}.`);
  if (content.events > events)
    throw new Break(
      "eventMisplaced",
      `The file was signed with ${events} events and holds ${content.events}.`,
    );
  if (sha256 !== hexOf(content.sha256))
    throw new Break("fileAltered", "The file is not as it was signed: its lines were changed.");
}
