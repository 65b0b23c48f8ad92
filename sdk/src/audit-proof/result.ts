import type { BreakKind } from "./break.js";
import type { ProvenEvent } from "./event.js";
import type { JsonRecord } from "./json.js";

/** Names that the file gives an event. Nothing proves them. */
export interface EventLabels {
  readonly project: string | null;
  readonly environment: string | null;
}

export interface EvidenceOptions {
  /** An older checkpoint of the log (a signed note): the file has to continue it. */
  readonly checkpoint?: string | undefined;
  /** The log's key, from somewhere else than the file: the file has to be of this log. A plain export needs it, unless it holds it. */
  readonly verifierKey?: string | undefined;
  /** Called for each event of a file of evidence once it is proven, before the file as a whole is. */
  readonly onEvent?: ((event: ProvenEvent, labels: EventLabels) => void) | undefined;
  /** Called about once for each 64 KiB. */
  readonly onProgress?: ((progress: { readonly bytes: number; readonly events: number }) => void) | undefined;
}

export interface EventPosition {
  readonly seq: number;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** The log that signed the file. */
export interface EvidenceLog {
  readonly origin: string;
  readonly verifierKey: string;
  /** SHA-256 of the public key, in hex. */
  readonly fingerprint: string;
  /** How many events the log had. Null for a plain export, which has no checkpoint. */
  readonly size: number | null;
}

/** What was found, as far as the file was read. */
export interface EvidenceFacts {
  readonly kind: "evidence" | "export" | null;
  /** Events that were checked. */
  readonly events: number;
  /** The oldest and the newest of them. */
  readonly first: EventPosition | null;
  readonly last: EventPosition | null;
  /** When the file was made, as it says itself. */
  readonly made: string | null;
  /** What the log was narrowed to, as the file says itself. */
  readonly filters: JsonRecord | null;
  readonly log: EvidenceLog | null;
  /** What says that the key is the log's: the key that was given, the older checkpoint, or the file alone, which proves nothing of who made it. */
  readonly keySource: "key" | "checkpoint" | "file";
  /** The size of the older log that is proven to be the beginning of this one, and whether it is that of the checkpoint that was given. */
  readonly since: { readonly size: number; readonly isExpected: boolean } | null;
}

/** What came of a verification. */
export type EvidenceResult =
  | (EvidenceFacts & { readonly isIntact: true })
  | (EvidenceFacts & { readonly isIntact: false; readonly break: EvidenceBreak });

/** The first thing that is wrong. */
export interface EvidenceBreak {
  readonly kind: BreakKind;
  /** Where in the file, counted from 1. Null when it is not about a line. */
  readonly line: number | null;
  /** In words, without text of the file. */
  readonly text: string;
}
