/** So many are counted one by one; more are "99+". */
export const COUNT_MAX = 99;
/** How many projects or environments are listed of one kind. */
export const LINES_MAX = 5;

/** A project or an environment, with what people call it. */
export interface NamedScope {
  readonly project: string;
  readonly projectName: string;
  /** Null: all of the project. */
  readonly environment: { readonly slug: string; readonly name: string } | null;
}

/** What somebody has to look at, the worst first. */
export const ATTENTION_KINDS = [
  "brokenLog",
  "failedBackup",
  "oldBackup",
  "streams",
  "failingRotations",
  "missing",
  "overdue",
  "knownValues",
  "failedSends",
  "expiringKeys",
  "recoverySheet",
  "waitingRequests",
  "waitingPeople",
] as const;
export type AttentionKind = (typeof ATTENTION_KINDS)[number];

export interface Attention {
  readonly kind: AttentionKind;
  /** Null: in the organisation. */
  readonly scope: NamedScope | null;
  readonly count: number;
  /** Whether there are more than were counted. */
  readonly isMore: boolean;
}

/** What a new organisation does first. */
export interface FirstSteps {
  readonly hasSecret: boolean;
  readonly hasKey: boolean;
  /** Whether a key ever read a value. */
  readonly hasRead: boolean;
  readonly hasColleague: boolean;
}

/** How many days old a value is at most in each part of the chart; null: any number. */
export const AGE_LIMITS = [30, 90, 180, 365, null] as const;

/** How old the current values of secrets are. */
export interface ValueAges {
  /** As many as `AGE_LIMITS`. */
  readonly counts: readonly number[];
  /** Whether they are extrapolated from a sample: there are too many to count each time. */
  readonly isEstimated: boolean;
}

/** A count as it is shown: `7`, or `99+`. */
export function countText({ count, isMore }: Pick<Attention, "count" | "isMore">): string {
  return count > COUNT_MAX ? `${COUNT_MAX}+` : `${count}${isMore ? "+" : ""}`;
}

/** What a part of the chart of ages is called. */
export function ageLabel(index: number): string {
  const limit = AGE_LIMITS[index] ?? null;
  const before = index === 0 ? null : (AGE_LIMITS[index - 1] ?? null);
  if (before === null) return `Up to ${limit} days`;
  return limit === null ? "Over a year" : `${before + 1} to ${limit} days`;
}
