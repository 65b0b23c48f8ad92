import { Cron } from "croner";
import type { StoredState } from "./store";

/** One that failed is made again so long after it was begun, or at its time if that is sooner. */
const RETRY_MS = 60 * 60 * 1_000;

/** When the next backup is due; null: now. One that was broken off is due when whoever made it is gone for certain. */
export function dueAt(schedule: string, { startedAt, runningUntil, error, made }: StoredState): Date | null {
  if (!startedAt) return null;
  if (runningUntil) return runningUntil;
  const next = timesAfter(schedule, startedAt, 1)[0] ?? null;
  const wasMade = made !== null && made.at >= startedAt;
  if (error === null || wasMade) return next;
  const again = new Date(startedAt.getTime() + RETRY_MS);
  return next && next < again ? next : again;
}

/** Whether two times have passed since the last good backup; before the first one, since the first was begun. */
export function isOld(
  schedule: string,
  { startedAt, made }: Pick<StoredState, "startedAt" | "made">,
  now: Date,
): boolean {
  const since = made?.at ?? startedAt;
  if (!since) return false;
  const second = timesAfter(schedule, since, 2)[1];
  return second !== undefined && second < now;
}

function timesAfter(schedule: string, after: Date, count: number): Date[] {
  return new Cron(schedule, { timezone: "UTC", mode: "5-part", paused: true }).nextRuns(count, after);
}
