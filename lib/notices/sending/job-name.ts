/** How often a delivery is tried: for 28 hours, longer apart each time. */
export const TRIES_MAX = 14;

/** What sends one delivery. Tries of a program that was killed count too, so there are more of them. */
export const SEND_JOB = { name: "notices.send", attemptsMax: 2 * TRIES_MAX };
