import type { StreamKinds } from "@/lib/platform/audit-settings";
import { type AuditKind, kindOf } from "../model";
import type { AuditEntry } from "../reading/model";
import type { Checkpoint } from "../tree/store";

/** An event as it is sent: as the API shows it, with its kind. */
export interface StreamedEvent extends AuditEntry {
  /** Null for an event of a later version of the program. */
  readonly kind: AuditKind | null;
}

/** Where a part of the log goes, outside of this program. */
export interface Outlet<T> {
  /** Its row in `audit_streams`. */
  readonly name: string;
  /** What it is, for people: never with a password or the path of an address. */
  readonly target: string;
  /** Resolves once the other side has it all; rejects when that is not known. */
  readonly send: (content: T, signal: AbortSignal) => Promise<void>;
}

/** Where events go. */
export interface AuditStream extends Outlet<readonly StreamedEvent[]> {
  readonly kinds: StreamKinds;
}

/** Where checkpoints go. */
export interface Witness extends Outlet<Checkpoint> {
  /** Nothing is sent sooner after the time before. */
  readonly everyMs: number;
}

/** Everywhere that the environment has the log sent to. */
export interface AuditOutlets {
  readonly streams: readonly AuditStream[];
  readonly witnesses: readonly Witness[];
  /** The file that a witness is, absolute; null without one. */
  readonly witnessFile: string | null;
  /** Is told why something did not arrive, in words that hold no secret. */
  readonly onFailure: (name: string, reason: string) => void;
}

/** How a stream or witness is getting on. */
export interface OutletState {
  readonly name: string;
  readonly target: string;
  /** Null: all kinds, or not a stream. */
  readonly kinds: StreamKinds;
  readonly isWitness: boolean;
  /** Events that were not sent yet, of all kinds; for a witness those that no checkpoint there covers. */
  readonly waiting: number;
  /** When the first of them happened; null when there is none. */
  readonly waitingSince: Date | null;
  /** When something arrived last. */
  readonly at: Date | null;
  readonly error: string | null;
  readonly errorAt: Date | null;
  /** Whether what was tried last did not arrive. */
  readonly isFailing: boolean;
}

/** Whether what was tried last did not arrive. */
export function isFailing({ at, errorAt }: Pick<OutletState, "at" | "errorAt">): boolean {
  return errorAt !== null && (at === null || errorAt > at);
}

/** The most bytes of JSON that are sent at a time, unless one event alone has more. */
const BATCH_BYTES_MAX = 512 * 1_024;

export function streamedEvent(entry: AuditEntry): StreamedEvent {
  const { seq, at, action, ...rest } = entry;
  return { seq, at, kind: kindOf(action), action, ...rest };
}

/** As many of some events, from the first, as are sent at a time: one at least. */
export function batchOf(events: readonly StreamedEvent[]): readonly StreamedEvent[] {
  let bytes = 0;
  const end = events.findIndex((event, i) => {
    bytes += Buffer.byteLength(JSON.stringify(event));
    return i > 0 && bytes > BATCH_BYTES_MAX;
  });
  return end === -1 ? events : events.slice(0, end);
}

/** Those events that a stream is for. */
export function wantedBy({ kinds }: Pick<AuditStream, "kinds">, events: readonly StreamedEvent[]) {
  return kinds === null ? events : events.filter(({ kind }) => kind !== null && kinds.includes(kind));
}
