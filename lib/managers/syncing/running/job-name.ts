/** What works at syncs that are due. */
export const RUN_JOB = { name: "syncs.run", attemptsMax: 1 };
