import type { JsonRecord } from "./json.js";
import type { EventPosition, EvidenceFacts, EvidenceOptions } from "./result.js";
import type { VerifierKey } from "./verifier-key.js";

/** Reads the lines of one kind of file. Each method throws a `Break` for what is wrong. */
export interface FileReader {
  /** The key that the last line has to be signed with. */
  key(end: JsonRecord): VerifierKey;
  take(record: JsonRecord): Promise<void> | void;
  /** What has to hold once the last line does. */
  end(): void;
}

/** What was found so far. */
export interface Tally {
  readonly facts: EvidenceFacts;
  note(facts: Partial<EvidenceFacts>): void;
  noteLog(key: VerifierKey, size: number | null): void;
  count(event: EventPosition): void;
}

export function startTally({ verifierKey }: EvidenceOptions): Tally {
  let facts: EvidenceFacts = {
    kind: null,
    events: 0,
    first: null,
    last: null,
    made: null,
    filters: null,
    log: null,
    keySource: verifierKey === undefined ? "file" : "key",
    since: null,
  };
  const note = (found: Partial<EvidenceFacts>) => {
    facts = { ...facts, ...found };
  };
  return {
    get facts() {
      return facts;
    },
    note,
    noteLog: ({ name: origin, text: verifierKey, fingerprint }, size) =>
      note({ log: { origin, verifierKey, fingerprint, size } }),
    count: ({ seq, at }) => {
      const { events, first, last } = facts;
      note({
        events: events + 1,
        first: first && first.seq < seq ? first : { seq, at },
        last: last && last.seq > seq ? last : { seq, at },
      });
    },
  };
}
