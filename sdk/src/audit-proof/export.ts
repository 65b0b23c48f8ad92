import { Break } from "./break.js";
import type { JsonRecord } from "./json.js";
import { type Expected, keyInFile } from "./log-key.js";
import type { FileReader, Tally } from "./tally.js";

/** The reader of a plain export: its lines are covered by the last one alone. */
export function openExport(expected: Expected, tally: Tally): FileReader {
  if (expected.checkpoint)
    throw new Break(
      "consistencyMissing",
      "A plain export cannot be compared with a checkpoint. Make a file of evidence with that checkpoint.",
    );
  return {
    key: (end) => {
      const found = end.verifierKey === undefined ? expected.key : keyInFile(end.verifierKey, expected);
      if (!found)
        throw new Break("keyMissing", "A plain export does not hold the log's key. Give the verifier key.");
      tally.noteLog(found, null);
      return found;
    },
    take: (record) => tally.count(positionOf(record)),
    end: () => undefined,
  };
}

function positionOf({ seq, at }: JsonRecord) {
  if (
    !Number.isSafeInteger(seq) ||
    typeof seq !== "number" ||
    typeof at !== "string" ||
    !Number.isFinite(Date.parse(at))
  )
    throw new Break("unreadable", "The line is not one of an event.");
  return { seq, at };
}
