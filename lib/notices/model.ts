/** When somebody is told. */
export const TIMINGS = ["off", "atOnce", "daily"] as const;
export type Timing = (typeof TIMINGS)[number];

export const TIMING_NAMES: Readonly<Record<Timing, string>> = {
  off: "Off",
  atOnce: "At once",
  daily: "In a daily digest",
};

/** What a notice says of one thing that it is about. Never a value. */
export interface NoticeEntry {
  readonly name: string;
  readonly project: string | null;
  readonly environment: string | null;
  /** What was done, in words of this program. */
  readonly what: string;
  /** What else is known. It goes to people, and not to channels. */
  readonly note: string | null;
  /** Who did it, and when, as ISO 8601 in UTC; null for how something stands. */
  readonly by: string | null;
  readonly at: string | null;
}

/** What somebody is told at one time of one kind. */
export interface Notice {
  readonly kind: string;
  readonly title: string;
  /** How many things it is about, of which `entries` names the first. */
  readonly count: number;
  readonly entries: readonly NoticeEntry[];
  /** Where all of them are; null when they are not in one environment. */
  readonly scope: string | null;
  /** Where it leads, below the origin. */
  readonly path: string;
}

/** How many things a notice names. */
export const NOTICE_NAMED_MAX = 20;

/** `dropped`: whoever it was for is not to be told any more. */
export type DeliveryState = "waiting" | "sent" | "failed" | "dropped";

/** Where a thing is: `shop/production`, or as far as it is anywhere. */
export function scopeOf({ project, environment }: Pick<NoticeEntry, "project" | "environment">): string {
  return [project, environment].filter(Boolean).join("/");
}

const TEXT_LENGTH_MAX = 300;

/** A text as one line without control characters: what is in the log may have come from anywhere. */
export function oneLine(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ")
    .trim()
    .slice(0, TEXT_LENGTH_MAX);
}
