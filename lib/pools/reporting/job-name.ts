/** What tells people that members were refused. */
export const TELL_REFUSED = { name: "pools.tellRefused", attemptsMax: 3 };
