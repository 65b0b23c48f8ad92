import { type AuditKind, kindOf } from "../model";
import type { Activity, ActivityBucket } from "./model";
import type { ActionCount } from "./store";

export const BUCKETS_MAX = 60;

const HOUR_MS = 3_600_000;
const UNIT_MS = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 7 * 24 * HOUR_MS } as const;
const UNITS = ["hour", "day", "week"] as const;
/** 1 January 1970 was a Thursday, and weeks begin on Mondays. */
const FIRST_MONDAY_MS = 4 * UNIT_MS.day;

type Unit = Activity["unit"];

/** What is counted: from when to when, in parts of which size. */
export interface Stretch {
  readonly unit: Unit;
  readonly from: Date;
  readonly to: Date;
  readonly isCut: boolean;
}

/** The stretch that an activity is shown for: what was asked for, as far as the log reaches. */
export function stretchOf(
  asked: { readonly from?: Date | undefined; readonly to?: Date | undefined },
  first: Date,
  now: Date,
): Stretch {
  const to = new Date(Math.min((asked.to ?? now).getTime(), now.getTime()));
  // A log that has just begun is shown within its last day: one bar alone tells nothing.
  const reached = Math.min(first.getTime(), to.getTime() - UNIT_MS.day + HOUR_MS);
  const begun = Math.max(asked.from?.getTime() ?? reached, reached);
  const start = new Date(Math.min(begun, to.getTime()));
  const unit = UNITS.find((each) => bucketsIn(start, to, each) <= BUCKETS_MAX);
  if (unit) return { unit, from: start, to, isCut: false };
  const last = startOf(to.getTime(), "week");
  return { unit: "week", from: new Date(last - (BUCKETS_MAX - 1) * UNIT_MS.week), to, isCut: true };
}

/** Puts counts into their parts, also into those in which nothing happened. */
export function activityOf(
  { unit, from, to, isCut }: Stretch,
  counts: readonly ActionCount[],
  since: Date | null = null,
): Activity {
  const first = startOf(from.getTime(), unit);
  const parts = Array.from(
    { length: bucketsIn(from, to, unit) },
    (): Partial<Record<AuditKind | "other", number>> => ({}),
  );
  for (const { start, action, count } of counts) {
    const part = parts[Math.round((start.getTime() - first) / UNIT_MS[unit])];
    const kind = kindOf(action) ?? "other";
    if (part) part[kind] = (part[kind] ?? 0) + count;
  }
  return {
    unit,
    isCut,
    since: since?.toISOString() ?? null,
    buckets: parts.map((part, i) => bucketOf(first + i * UNIT_MS[unit], unit, part)),
  };
}

function bucketOf(startMs: number, unit: Unit, counts: ActivityBucket["counts"]): ActivityBucket {
  const [from, to] = [startMs, startMs + UNIT_MS[unit] - 1].map((ms) => new Date(ms).toISOString());
  return { from: from ?? "", to: to ?? "", counts };
}

function bucketsIn(from: Date, to: Date, unit: Unit): number {
  return Math.round((startOf(to.getTime(), unit) - startOf(from.getTime(), unit)) / UNIT_MS[unit]) + 1;
}

function startOf(ms: number, unit: Unit): number {
  const offset = unit === "week" ? FIRST_MONDAY_MS : 0;
  return Math.floor((ms - offset) / UNIT_MS[unit]) * UNIT_MS[unit] + offset;
}
