/** How far the clocks of two instances, or of one before and after it was set, may be apart. */
export const CLOCK_SKEW_SECONDS_MAX = 5 * 60;

/** The latest time that another clock may call now: what is stored as later was written by a clock that ran ahead. */
export function latestNow(now: Date): Date {
  return new Date(now.getTime() + CLOCK_SKEW_SECONDS_MAX * 1000);
}

/** The latest time at which something that lasts `spanSeconds` can end when it began by now. */
export function latestEnd(now: Date, spanSeconds: number): Date {
  return new Date(latestNow(now).getTime() + spanSeconds * 1000);
}

/** Whether a stored time lies in the future by more than clocks differ: a clock that ran ahead wrote it. */
export function isFromFuture(time: Date, now: Date): boolean {
  return time > latestNow(now);
}

/**
 * Whether something that lasts `spanSeconds` is still open: not over, and not ending later than it could when it had just
 * begun. So a clock that ran ahead once leaves nothing open for longer than its span.
 */
export function isOpen(expiresAt: Date, now: Date, spanSeconds: number): boolean {
  return expiresAt > now && expiresAt <= latestEnd(now, spanSeconds);
}
