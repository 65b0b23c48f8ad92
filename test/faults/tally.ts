import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";
import { afterwards } from "../afterwards";
import type { Told } from "./told";

/** What one kind of fault came to. */
export interface Counts {
  readonly kind: string;
  /** How often it was made to happen. */
  readonly injected: number;
  readonly acknowledged: number;
  /** What the program said it did not do. */
  readonly refused: number;
  /** What the program said it may have done, or could no longer tell of. */
  readonly unknown: number;
  /** What was acknowledged and is not there, or refused and is; what is half done; what was not told clearly. */
  readonly lost: readonly string[];
  readonly breaks: readonly string[];
  /** What did not go on by itself. */
  readonly hands: readonly string[];
  /** How long each refusal took. */
  readonly refusalMs: readonly number[];
}

export interface Tally {
  inject(): void;
  told(told: Told, ms?: number): void;
  lose(problem: string): void;
  breakChain(problem: string): void;
  needHand(problem: string): void;
  readonly injected: number;
  readonly refused: number;
  /** Whether this kind may go on: a run is bounded, however busy the machine is. */
  hasTime(): boolean;
  /** All that went wrong. */
  troubles(): readonly string[];
}

const KIND_MS_MAX = 40_000;

/** Counts for the test that calls this; the table of the run has it as a line. */
export function tallyOf(kind: string): Tally {
  const startedAt = performance.now();
  const counts = { kind, injected: 0, acknowledged: 0, refused: 0, unknown: 0 };
  const lists = {
    lost: [] as string[],
    breaks: [] as string[],
    hands: [] as string[],
    refusalMs: [] as number[],
  };
  afterwards(() => {
    const file = join(inject("faultsFolder"), `${kind.replaceAll(/\W+/g, "-")}.json`);
    writeFileSync(file, JSON.stringify({ ...counts, ...lists } satisfies Counts));
  });
  return {
    inject: () => {
      counts.injected += 1;
    },
    told: (told, ms) => {
      if (told === "done") counts.acknowledged += 1;
      else if (told === "refused") counts.refused += 1;
      else if (told === "unknown") counts.unknown += 1;
      else lists.lost.push(`told ${told.unclear}`);
      if (told === "refused" && ms !== undefined) lists.refusalMs.push(ms);
    },
    lose: (problem) => lists.lost.push(problem),
    breakChain: (problem) => lists.breaks.push(problem),
    needHand: (problem) => lists.hands.push(problem),
    get injected() {
      return counts.injected;
    },
    hasTime: () => performance.now() - startedAt < KIND_MS_MAX,
    get refused() {
      return counts.refused;
    },
    troubles: () => [...lists.lost, ...lists.breaks, ...lists.hands],
  };
}

/** How much of something a run does: the long one, and the short one among all tests. */
export function times(long: number, short: number): number {
  return inject("faultsLength") === "long" ? long : short;
}
