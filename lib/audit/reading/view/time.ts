import type { Preset } from "./model";

const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** The stretch that a preset means now. Without an end it goes on until now. */
export function rangeOf(preset: Preset, now: Date): { readonly from: Date; readonly to?: Date } {
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  const monthStart = (offset: number) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset, 1));
  switch (preset) {
    case "today":
      return { from: new Date(today) };
    case "24h":
      return { from: new Date(now.getTime() - DAY_MS) };
    case "7d":
      return { from: new Date(today - 6 * DAY_MS) };
    case "30d":
      return { from: new Date(today - 29 * DAY_MS) };
    case "month":
      return { from: monthStart(0) };
    case "lastMonth":
      return { from: monthStart(-1), to: new Date(monthStart(0).getTime() - 1) };
  }
}
