/** How far the clocks of two instances, or of one before and after it was set, may be apart. */
export const CLOCK_SKEW_SECONDS_MAX = 5 * 60;

/** Whether a stored time lies in the future by more than clocks differ: a clock that ran ahead wrote it. */
export function isFromFuture(time: Date, now: Date): boolean {
  return time.getTime() - now.getTime() > CLOCK_SKEW_SECONDS_MAX * 1000;
}

/**
 * Whether something that lasts `spanSeconds` is still open: not over, and not ending later than it could when it had just
 * begun. So a clock that ran ahead once leaves nothing open for longer than its span.
 */
export function isOpen(expiresAt: Date, now: Date, spanSeconds: number): boolean {
  const leftSeconds = (expiresAt.getTime() - now.getTime()) / 1000;
  return leftSeconds > 0 && leftSeconds <= spanSeconds + CLOCK_SKEW_SECONDS_MAX;
}
