/** How long the database took for one statement, since the start of this instance. */
export interface StatementTime {
  /** With `$1`, `$2` … in the place of what was asked for. */
  readonly text: string;
  readonly count: number;
  readonly totalMs: number;
  readonly maxMs: number;
}

export interface StatementTimes {
  note(text: string, ms: number): void;
  /** The statements that took the longest on average, the slowest first. */
  slowest(limit: number): StatementTime[];
  /** Forgets what was noted. */
  reset(): void;
}

/** The program has a few hundred statements. Those that are made of parts could be many more. */
const STATEMENTS_MAX = 2_000;

export function openStatementTimes(): StatementTimes {
  const times = new Map<string, { count: number; totalMs: number; maxMs: number }>();
  return {
    note: (text, ms) => {
      const known = times.get(text);
      if (known) {
        known.count += 1;
        known.totalMs += ms;
        if (ms > known.maxMs) known.maxMs = ms;
      } else if (times.size < STATEMENTS_MAX) times.set(text, { count: 1, totalMs: ms, maxMs: ms });
    },
    slowest: (limit) =>
      [...times]
        .sort(([, a], [, b]) => b.totalMs / b.count - a.totalMs / a.count)
        .slice(0, limit)
        .map(([text, time]) => ({ text, ...time })),
    reset: () => times.clear(),
  };
}
