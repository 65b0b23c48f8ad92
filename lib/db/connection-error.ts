/** SQLSTATEs for a connection that failed. */
const STATES = {
  /** There never was one. */
  notMade: "08001",
  /** It broke, and the statement had no effect. */
  broken: "08006",
  /** It broke, and the statement may have had its effect. */
  undecided: "08007",
} as const;

/** A connection that could not be made, or that broke during a statement. Its message has the server's own words. */
export class ConnectionError extends Error {
  readonly code: (typeof STATES)[keyof typeof STATES];

  constructor(state: keyof typeof STATES, cause: unknown) {
    super(wordsOf(cause), { cause });
    this.name = "ConnectionError";
    this.code = STATES[state];
  }
}

/** What a failed connection says of itself; several addresses that were tried say it each. */
function wordsOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return wordsOf(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  return error.message || ("code" in error ? String(error.code) : error.name);
}

/**
 * Whether a statement may have taken effect although no answer came: a COMMIT, or a write outside of a transaction.
 * Within one, what was not committed is rolled back.
 */
export function isUndecided(text: string, isInTransaction: boolean): boolean {
  const bare = text.replace(/\/\*.*?\*\//gs, "").trim();
  if (isInTransaction) return /^(COMMIT|END)\b/i.test(bare);
  if (/^WITH\b/i.test(bare)) return /\b(INSERT|UPDATE|DELETE|MERGE)\b/i.test(bare);
  return !/^(SELECT|SHOW|SET|BEGIN|START|ROLLBACK|LISTEN)\b/i.test(bare);
}
