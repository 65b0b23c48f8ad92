import type { Ctx } from "@/lib/context";

/** Where the value of a secret lives, when that is in an external manager. */
export interface SecretSource {
  readonly manager: string;
  readonly path: string;
  /** Of several that the path holds; empty for the one that it holds. */
  readonly field: string;
  /** Which version there; empty for the current one. */
  readonly label: string;
}

/** The same as it stands. */
export interface SourceState extends SecretSource {
  /** As the manager calls what was read last; empty where it has no name for it. */
  readonly version: string;
  /** When it was read last. ISO 8601, UTC. */
  readonly checkedAt: string;
  /** Why it cannot be read now; null: it can. */
  readonly problem: string | null;
}

/** A value that was read through, as it is told beside it. */
export interface ReadSource {
  readonly manager: string;
  readonly version: string;
  /** Since when nobody could look whether it is still so; null: it is not long ago that somebody did. */
  readonly staleSince: Date | null;
}

/** What came of having values be as they are in their managers. */
export interface Freshness {
  /** Whether any has another version now than the rows that were read before. */
  readonly isChanged: boolean;
  /** Until when none has to be looked at again; null: for ever. */
  readonly goodUntil: Date | null;
  readonly sources: ReadonlyMap<string, ReadSource>;
}

/**
 * Has the values of secrets be as they are in their managers, as far as it was not looked just now. Throws `unavailable`, naming
 * the manager, where one cannot be read and what is known is too old. Made by `lib/managers`, which stands on secrets.
 */
export type Freshen = (ctx: Ctx, secretIds: readonly string[]) => Promise<Freshness>;
