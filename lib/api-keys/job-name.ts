/** Ends what API keys that are good for nothing any more hold elsewhere; `lib/leases` does the work. */
export const SWEEP_JOB = { name: "leases.sweep", attemptsMax: 1 };
