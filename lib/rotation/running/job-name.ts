/** What works at rotations that are due. */
export const RUN_JOB = { name: "rotations.run", attemptsMax: 1 };
