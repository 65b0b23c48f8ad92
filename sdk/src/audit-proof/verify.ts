import { Break } from "./break.js";
import { checkEnd, isEndLine } from "./end-line.js";
import { EVIDENCE_FORMAT, openEvidence } from "./evidence.js";
import { openExport } from "./export.js";
import { type JsonRecord, recordOf } from "./json.js";
import { linesIn } from "./lines.js";
import { type Expected, readExpected } from "./log-key.js";
import type { EvidenceOptions, EvidenceResult } from "./result.js";
import { Sha256 } from "./sha256.js";
import { type FileReader, startTally, type Tally } from "./tally.js";

const PROGRESS_BYTES = 65_536;

/**
 * Verifies a file of evidence, or a plain export as JSON Lines, with a public key alone: no server is asked. The file comes in
 * parts of any size, and no more than a line of it is held. Says what was found up to the first thing that is wrong; throws
 * only what reading the parts throws.
 */
export async function verifyEvidence(
  parts: AsyncIterable<Uint8Array | string>,
  options: EvidenceOptions = {},
): Promise<EvidenceResult> {
  const tally = startTally(options);
  try {
    await verifyFile(parts, options, tally);
    const { keySource, since } = tally.facts;
    const source = keySource === "file" && since?.isExpected ? "checkpoint" : keySource;
    return { ...tally.facts, keySource: source, isIntact: true };
  } catch (error) {
    if (!(error instanceof Break)) throw error;
    const { kind, message: text, line } = error;
    return { ...tally.facts, isIntact: false, break: { kind, line, text } };
  }
}

async function verifyFile(
  parts: AsyncIterable<Uint8Array | string>,
  options: EvidenceOptions,
  tally: Tally,
): Promise<void> {
  const take = lineTaker(readExpected(options), options, tally);
  let number = 1;
  let state: FileState = { reader: null, isEnded: false };
  try {
    for await (const line of linesIn(parts)) {
      state = await take(state, line);
      number += 1;
    }
  } catch (error) {
    throw error instanceof Break ? error.at(number) : error;
  }
  if (!state.isEnded)
    throw new Break("fileCut", "The last line, which signs the file, is missing: the file was cut.");
  state.reader?.end();
}

interface FileState {
  /** Null before the first line. */
  readonly reader: FileReader | null;
  readonly isEnded: boolean;
}

/** What each line does: the first one says what kind of file it is, the last one signs all before it. */
function lineTaker(expected: Expected, options: EvidenceOptions, tally: Tally) {
  const hash = new Sha256();
  const progress = progressNotifier(options, tally);
  return async ({ reader, isEnded }: FileState, line: Uint8Array): Promise<FileState> => {
    if (isEnded) throw new Break("fileAltered", "Something follows the last line.");
    const record = recordOf(line);
    if (!record) throw reader ? new Break("unreadable", "The line is not a JSON object.") : unknownFormat();
    const opened = reader ?? (await open(record, expected, tally, options));
    if (isEndLine(record)) {
      const content = { events: tally.facts.events, sha256: hash.digest() };
      await checkEnd(record, opened.key(record), content);
    } else {
      hash.update(line);
      if (reader || tally.facts.kind === "export") await opened.take(record);
    }
    progress(line.length);
    return { reader: opened, isEnded: isEndLine(record) };
  };
}

async function open(
  first: JsonRecord,
  expected: Expected,
  tally: Tally,
  { onEvent }: EvidenceOptions,
): Promise<FileReader> {
  if (first.format === EVIDENCE_FORMAT) {
    tally.note({ kind: "evidence" });
    return openEvidence(first, expected, tally, onEvent);
  }
  if (first.format !== undefined || (first.seq === undefined && !isEndLine(first))) throw unknownFormat();
  tally.note({ kind: "export" });
  return openExport(expected, tally);
}

function unknownFormat(): Break {
  const text = "This is neither a file of evidence nor an export as JSON Lines.";
  return new Break("unknownFormat", text);
}

function progressNotifier({ onProgress }: EvidenceOptions, tally: Tally): (lineBytes: number) => void {
  let bytes = 0;
  let toldBytes = 0;
  return (lineBytes) => {
    bytes += lineBytes;
    if (!onProgress || bytes < toldBytes + PROGRESS_BYTES) return;
    toldBytes = bytes;
    onProgress({ bytes, events: tally.facts.events });
  };
}
