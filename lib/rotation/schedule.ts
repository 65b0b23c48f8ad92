import { Cron } from "croner";

const DAY_MS = 24 * 60 * 60 * 1000;
const MINUTE_MS = 60_000;
/** Values that change more often than this are leases, not rotations. */
const GAP_MS_MIN = 60 * MINUTE_MS;
/** How many times of a cron expression are looked at to see how far apart they are. */
const LOOKED_AT = 50;

type Cronlike = { readonly cron: string; readonly timeZone: string };
type Scheduled = { readonly windowMinutes: number } & (Cronlike | { readonly everyDays: number });

/** What is wrong with a cron expression or its time zone, or null. */
export function scheduleIssue({
  cron,
  timeZone,
}: Cronlike): { readonly field: "cron" | "timeZone"; readonly message: string } | null {
  if (!isTimeZone(timeZone))
    return { field: "timeZone", message: `There is no time zone ${timeZone}. One is Europe/Vienna.` };
  const parsed = parse({ cron, timeZone });
  if (!parsed) {
    const message =
      "This is no cron expression. Give minute, hour, day of the month, month and day of the week: 0 3 * * 1 is Mondays at 3.";
    return { field: "cron", message };
  }
  const times = parsed.nextRuns(LOOKED_AT);
  if (times.length === 0) return { field: "cron", message: "This never comes: there is no such day." };
  const isTooOften = times.some((time, i) => {
    const next = times[i + 1];
    return next !== undefined && next.getTime() - time.getTime() < GAP_MS_MIN;
  });
  return isTooOften ? { field: "cron", message: "Leave at least an hour between two rotations." } : null;
}

/**
 * When a secret is due next. Days count from `storedAt`, when its value was stored; what would be past by then is due now.
 * Cron counts from `now`. Each secret has its own offset within the window.
 */
export function nextTime(
  schedule: Scheduled,
  { secretId, storedAt, now }: { readonly secretId: string; readonly storedAt: Date; readonly now: Date },
): Date | null {
  // Whole milliseconds, as times are: a part of one would have the time that was reached come once more.
  const offsetMs = Math.floor(shareOf(secretId) * schedule.windowMinutes * MINUTE_MS);
  if ("everyDays" in schedule) {
    const dueMs = storedAt.getTime() + schedule.everyDays * DAY_MS + offsetMs;
    return new Date(Math.max(dueMs, now.getTime()));
  }
  // Without its own offset, a time whose window is still open would be skipped.
  const next = parse(schedule)?.nextRun(new Date(now.getTime() - offsetMs));
  return next ? new Date(next.getTime() + offsetMs) : null;
}

/** The next times as `nextTime` has them, each after the one before it was kept. */
export function nextTimes(
  schedule: Scheduled,
  { secretId, storedAt, now }: Parameters<typeof nextTime>[1],
  count: number,
): Date[] {
  const times: Date[] = [];
  for (let [after, stored] = [now, storedAt]; times.length < count; ) {
    const next = nextTime(schedule, { secretId, storedAt: stored, now: after });
    if (!next) break;
    times.push(next);
    [after, stored] = [next, next];
  }
  return times;
}

function parse({ cron, timeZone }: Cronlike): Cron | null {
  // The library takes a date too.
  if (cron.trim().split(/\s+/).length !== 5) return null;
  try {
    return new Cron(cron, { timezone: timeZone, mode: "5-part", paused: true });
  } catch {
    return null;
  }
}

function isTimeZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && new Intl.DateTimeFormat("en", { timeZone: name }) !== null;
  } catch {
    return false;
  }
}

/** From 0 to 1, always the same for a secret, and spread evenly over many: ids end in random digits. */
function shareOf(secretId: string): number {
  return Number.parseInt(secretId.slice(-8), 16) / 0x1_0000_0000;
}
