/** What works at imports that are due. */
export const RUN_JOB = { name: "imports.run", attemptsMax: 1 };
