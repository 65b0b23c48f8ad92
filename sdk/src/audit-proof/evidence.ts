import { Break } from "./break.js";
import { hashFrom } from "./bytes.js";
import type { Checkpoint } from "./checkpoint.js";
import { eventLineReader } from "./event-line.js";
import { hasExactly, isRecord, type JsonRecord } from "./json.js";
import { checkExpected, type Expected, keyInFile, ownCheckpoint } from "./log-key.js";
import { isConsistent } from "./merkle.js";
import type { EvidenceOptions } from "./result.js";
import type { FileReader, Tally } from "./tally.js";
import type { VerifierKey } from "./verifier-key.js";

export const EVIDENCE_FORMAT = "strongroom-evidence/1";

const FIELDS = ["format", "origin", "verifierKey", "made", "filters", "checkpoint"];
const REWRITTEN = "The log does not continue the older checkpoint: its history was rewritten.";

interface Header {
  readonly key: VerifierKey;
  readonly checkpoint: Checkpoint;
  readonly checkpointText: string;
}

/** Reads the first line of a file of evidence, and gives the reader of its other lines. */
export async function openEvidence(
  header: JsonRecord,
  expected: Expected,
  tally: Tally,
  onEvent: EvidenceOptions["onEvent"],
): Promise<FileReader> {
  const { key, checkpoint, checkpointText } = await headerOf(header, expected, tally);
  const older = expected.checkpoint;
  if (older) await checkExpected(older, key);
  if (older) compareSizes(older, checkpoint, tally);
  const readEvent = eventLineReader(checkpoint, checkpointText);
  let hasSince = false;

  return {
    key: () => key,
    take: async (record) => {
      if (hasSince)
        throw new Break("eventMisplaced", "Nothing but the last line may follow the consistency proof.");
      if (!Object.hasOwn(record, "since")) {
        const { event, labels } = readEvent(record);
        tally.count(event);
        return onEvent?.(event, labels);
      }
      hasSince = true;
      const since = await checkSince(record, key, checkpoint);
      const isExpected = older !== null && older.size === since.size;
      if (isExpected && !isConsistent(older, since, [])) throw new Break("inconsistent", REWRITTEN);
      if (!tally.facts.since?.isExpected) tally.note({ since: { size: since.size, isExpected } });
    },
    end: () => {
      if (older && !tally.facts.since?.isExpected)
        throw new Break(
          "consistencyMissing",
          "The file does not prove that it continues the older checkpoint. Make the evidence again with that checkpoint.",
        );
    },
  };
}

async function headerOf(header: JsonRecord, expected: Expected, tally: Tally): Promise<Header> {
  const { made, filters, verifierKey, checkpoint: checkpointText } = header;
  if (
    !hasExactly(header, FIELDS) ||
    !isTime(made) ||
    !isRecord(filters) ||
    typeof checkpointText !== "string"
  )
    throw new Break("unreadable", "The first line is not one of a file of evidence.");
  const key = keyInFile(verifierKey, expected);
  if (header.origin !== key.name)
    throw new Break("otherLog", "The file's key does not belong to the log that it names.");
  tally.note({ made, filters });
  tally.noteLog(key, null);
  const checkpoint = await ownCheckpoint(checkpointText, key);
  tally.noteLog(key, checkpoint.size);
  return { key, checkpoint, checkpointText };
}

/** What can be said of an older checkpoint without a consistency proof. */
function compareSizes(older: Checkpoint, newer: Checkpoint, tally: Tally): void {
  if (older.size > newer.size)
    throw new Break(
      "checkpointNewer",
      `The checkpoint that was given is of ${older.size} events, the file's of ${newer.size}: the log was cut, or the file is older.`,
    );
  const isSameSize = older.size === newer.size;
  if (isSameSize && !isConsistent(older, newer, [])) throw new Break("inconsistent", REWRITTEN);
  if (isSameSize || older.size === 0) tally.note({ since: { size: older.size, isExpected: true } });
}

/** The older checkpoint of a file whose log the file's checkpoint continues. */
async function checkSince(record: JsonRecord, key: VerifierKey, newer: Checkpoint): Promise<Checkpoint> {
  const hashes = Array.isArray(record.hashes) ? record.hashes.flatMap((hash) => hashFrom(hash) ?? []) : null;
  if (
    !hasExactly(record, ["since", "hashes"]) ||
    !Array.isArray(record.hashes) ||
    hashes?.length !== record.hashes.length
  )
    throw new Break("unreadable", "The line is not a consistency proof.");
  const older = await ownCheckpoint(record.since, key);
  if (!isConsistent(older, newer, hashes)) throw new Break("inconsistent", REWRITTEN);
  return older;
}

function isTime(found: unknown): found is string {
  return typeof found === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(found);
}
