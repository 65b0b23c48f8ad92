import type { ManagerReason } from "../kinds/manager-error";

/** How reading a value in its manager stands. */
interface Standing {
  readonly checkedAt: Date;
  /** When to try again after a failure. */
  readonly nextAt: Date;
  /** Why the last try failed; null: it did not. */
  readonly reason: ManagerReason | null;
}

interface Caching {
  readonly cacheSeconds: number;
  readonly staleSeconds: number;
}

/** Whether a value is to be read in its manager: not yet, behind the answer, or before it. */
export type Look = "no" | "behind" | "before";

/** These tell something of the value: what is known of it counts no more. All others tell of the manager alone. */
const ABOUT_THE_VALUE: readonly ManagerReason[] = ["notFound", "notText", "tooLarge", "invalid"];

/** From when on a value is to be read again. */
export function dueAt({ checkedAt, nextAt, reason }: Standing, { cacheSeconds }: Caching): Date {
  return reason === null ? after(checkedAt, cacheSeconds) : nextAt;
}

/** Nobody waits for a value that may be given out as it is known. */
export function lookAt(standing: Standing, caching: Caching, now: Date): Look {
  if (now < dueAt(standing, caching)) return "no";
  const isHardlyOld = now < after(standing.checkedAt, 2 * caching.cacheSeconds);
  const isKnownToFail = standing.reason !== null;
  return (isHardlyOld || isKnownToFail) && mayBeUsed(standing, caching, now) ? "behind" : "before";
}

/** Whether what is known may be given out, after the last try failed or without another one. */
export function mayBeUsed({ checkedAt, reason }: Standing, caching: Caching, now: Date): boolean {
  if (reason !== null && ABOUT_THE_VALUE.includes(reason)) return false;
  return now < after(checkedAt, caching.cacheSeconds + caching.staleSeconds);
}

function after(date: Date, seconds: number): Date {
  return new Date(date.getTime() + seconds * 1_000);
}
