import { usage } from "../failure";

const MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of a text such as 90s, 30m, 24h or 7d. */
export function durationMs(text: string): number {
  const [, count, unit = ""] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const unitMs = MS[unit];
  if (count === undefined || unitMs === undefined) throw usage("a time is given as 90s, 30m, 24h or 7d");
  return Number(count) * unitMs;
}

/** The time in words, in its largest unit. */
export function inWords(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  if (seconds < 120) return `${seconds} seconds`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} minutes`;
  if (seconds < 172_800) return `${Math.round(seconds / 3_600)} hours`;
  return `${Math.round(seconds / 86_400)} days`;
}
