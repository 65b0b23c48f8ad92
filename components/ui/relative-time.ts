const UNITS = [
  { unit: "year", seconds: 31_536_000 },
  { unit: "month", seconds: 2_592_000 },
  { unit: "week", seconds: 604_800 },
  { unit: "day", seconds: 86_400 },
  { unit: "hour", seconds: 3_600 },
  { unit: "minute", seconds: 60 },
] as const;

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** "3 hours ago", "yesterday", "in 2 weeks"; "just now" for anything within a minute. Whole units, never rounded up. */
export function relativeTime(date: Date, nowMs: number): string {
  const seconds = (date.getTime() - nowMs) / 1_000;
  const fitting = UNITS.find((one) => Math.abs(seconds) >= one.seconds);
  return fitting ? relative.format(Math.trunc(seconds / fitting.seconds), fitting.unit) : "just now";
}

/** "22 Nov 2026, 03:12:05 UTC", in the given zone or, without one, that of the machine. */
export function exactTime(date: Date, timeZone: string | undefined): string {
  const format = new Intl.DateTimeFormat("en-GB", {
    ...{ day: "numeric", month: "short", year: "numeric" },
    ...{ hour: "2-digit", minute: "2-digit", second: "2-digit", timeZoneName: "short" },
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  return format.format(date);
}

/** "22 Nov 2026". */
export function dayOf(date: Date, timeZone: string | undefined): string {
  return new Intl.DateTimeFormat("en-GB", {
    ...{ day: "numeric", month: "short", year: "numeric" },
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(date);
}
