/** How one line of a pasted `.env` compares with what an environment has. */
export type PastedOutcome = "onlyPasted" | "different" | "same" | "notCompared" | "error";

export interface PastedLine {
  readonly line: number;
  readonly name: string | null;
  readonly outcome: PastedOutcome;
  /** Why it cannot be compared, or which secret is meant when it is called otherwise. */
  readonly note: string | null;
}

/** Never holds a value. */
export interface PastedReport {
  /** The name of the environment. */
  readonly environment: string;
  readonly lines: readonly PastedLine[];
  /** Names that the environment has and the text lacks, the first of them. */
  readonly missing: readonly string[];
  readonly hasMoreMissing: boolean;
}
