/** The job that does what follows deliveries: named here for those that ask for it. */
export const FOLLOW_JOB = { name: "triggers.follow", attemptsMax: 1 } as const;
