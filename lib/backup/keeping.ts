import type { Keep } from "@/lib/platform/backup-settings";

const DAY_MS = 86_400_000;
/** A Monday. */
const FIRST_WEEK_MS = 4 * DAY_MS;

/** What the backups of an instance are called: none of another one is ever taken for one of them. */
export function backupNames(instanceId: string) {
  const prefix = `strongroom-${instanceId.slice(-8)}-`;
  const pattern = new RegExp(
    `^${prefix}(\\d{4})(\\d\\d)(\\d\\d)T(\\d\\d)(\\d\\d)(\\d\\d)Z\\.backup(\\.age)?$`,
  );
  return {
    nameAt: (time: Date, isEncrypted: boolean): string =>
      `${prefix}${time.toISOString().replaceAll(/[-:]|\.\d+/g, "")}.backup${isEncrypted ? ".age" : ""}`,
    /** When it was made; null for every other file. */
    timeOf: (name: string): Date | null => {
      const [, ...parts] = pattern.exec(name) ?? [];
      if (parts.length === 0) return null;
      const [y, m, d, h, min, s] = parts.map(Number);
      return new Date(Date.UTC(y ?? 0, (m ?? 1) - 1, d, h, min, s));
    },
  };
}

const PERIODS: Readonly<Record<keyof Keep, (time: Date) => number>> = {
  h: (time) => Math.floor(time.getTime() / 3_600_000),
  d: (time) => Math.floor(time.getTime() / DAY_MS),
  w: (time) => Math.floor((time.getTime() - FIRST_WEEK_MS) / (7 * DAY_MS)),
  m: (time) => time.getUTCFullYear() * 12 + time.getUTCMonth(),
};

/**
 * The names that are kept: of the last so many hours, days, weeks and months that have one, the last one of each; and the newest of
 * all. Periods without a backup do not count, so nothing is lost by a pause.
 */
export function keptOf(
  files: readonly { readonly name: string; readonly at: Date }[],
  keep: Keep,
): Set<string> {
  const newestFirst = [...files].sort((a, b) => b.at.getTime() - a.at.getTime());
  const kept = new Set(newestFirst.slice(0, 1).map(({ name }) => name));
  for (const [unit, periodOf] of Object.entries(PERIODS)) {
    const seen = new Set<number>();
    for (const { name, at } of newestFirst) {
      const period = periodOf(at);
      if (seen.has(period)) continue;
      if (seen.size === keep[unit as keyof Keep]) break;
      seen.add(period);
      kept.add(name);
    }
  }
  return kept;
}
