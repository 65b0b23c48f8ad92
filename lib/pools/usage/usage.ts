import type { Logger } from "pino";
import type { Pool } from "@/lib/db/client";
import { openNotes } from "@/lib/db/notes";
import { type MemberCounts, NO_COUNTS } from "../model";
import { addCounts, type CountedHour } from "./store";
import { openStrategies, type PickMember } from "./strategies";

const HOUR_MS = 60 * 60 * 1_000;

/** Which member of which pool. */
export interface MemberRef {
  readonly poolId: string;
  readonly secretId: string;
}

/**
 * What this instance remembers of pools: whose turn it is, and what was counted and is not written yet. Counting waits for nothing
 * and never fails: what is counted is for people to look at, and for `leastUsed`.
 */
export interface PoolUsage {
  /** The member that a caller gets; null where there is none to pick from. Nothing is counted by that. */
  readonly pick: PickMember;
  /** Counts what became of a member. */
  count(member: MemberRef, what: keyof MemberCounts, now: Date): void;
  /** Writes what waits. */
  flush(): Promise<void>;
  /** Writes what waits, then takes nothing more. */
  close(): Promise<void>;
}

export function openPoolUsage({
  pool,
  log,
  random = Math.random,
}: {
  readonly pool: Pool;
  readonly log: Pick<Logger, "warn">;
  /** For `leastUsed`: from 0 to below 1. */
  readonly random?: () => number;
}): PoolUsage {
  const notes = openNotes({
    log,
    lost: "the use of some members of pools was not counted",
    write: (counts: readonly CountedHour[]) => addCounts(pool, counts),
    merge: (a, b) => ({
      ...a,
      taken: a.taken + b.taken,
      limited: a.limited + b.limited,
      refused: a.refused + b.refused,
    }),
  });
  const unwritten = (member: MemberRef, now: Date) => notes.waiting(idOf(member, hourOf(now)))?.taken ?? 0;
  return {
    pick: openStrategies({ random, unwritten }),
    count: ({ poolId, secretId }, what, now) => {
      const hour = hourOf(now);
      notes.note(idOf({ poolId, secretId }, hour), { poolId, secretId, hour, ...NO_COUNTS, [what]: 1 });
    },
    flush: notes.flush,
    close: notes.close,
  };
}

/** The hour that counts are kept for. */
export function hourOf(now: Date): Date {
  return new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS);
}

function idOf({ poolId, secretId }: MemberRef, hour: Date): string {
  return `${poolId}/${secretId}/${hour.getTime()}`;
}
