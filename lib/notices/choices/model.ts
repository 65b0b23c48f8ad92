import type { Timing } from "../model";

/** A kind of news that somebody can choose. */
export interface NoticeChoice {
  readonly name: string;
  readonly label: string;
  readonly about: string;
  readonly timings: readonly Timing[];
  readonly timing: Timing;
}
