const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;
/** What came so long before the period counts as what is usual. */
export const HISTORY_MS = 4 * WEEK_MS;
/** A key that has been read with for less than this has no usual hours. */
const KNOWN_MS = 2 * WEEK_MS;
/** A burst is more reads in an hour than this, … */
const BURST_READS_MIN = 50;
/** … and than so many times what an hour usually has. */
const BURST_FACTOR = 10;

/** What a person or key did from one address within one hour. */
export interface HourCount {
  readonly actorKind: string;
  readonly actorId: string;
  readonly caller: string;
  readonly ip: string | null;
  readonly hour: Date;
  readonly events: number;
  /** Those of them that are reads of values. */
  readonly reads: number;
  readonly firstAt: Date;
}

/** Something that is worth a look. */
export interface Unusual {
  readonly actorKind: string;
  readonly actorId: string;
  readonly caller: string;
  readonly firstAt: Date;
  readonly unusual: string;
  readonly times: number;
  /** Null: reads of the hour that begins with `firstAt`. */
  readonly ip: string | null;
}

export interface NewAddress extends Unusual {
  readonly ip: string;
  /** Whether the same person or key was seen from another address before, as far as the counts go. */
  readonly isKnownActor: boolean;
}

interface Read {
  /** The period begins here. */
  readonly from: Date;
  /** Counts are complete from here on. */
  readonly since: Date;
}

/** Addresses from which a person or key was seen for the first time within the period. */
export function newAddresses(counts: readonly HourCount[], { from }: Pick<Read, "from">): NewAddress[] {
  return byActor(counts).flatMap((own) => {
    const first = new Map<string, HourCount & { readonly times: number }>();
    for (const count of own) {
      if (count.ip === null) continue;
      const known = first.get(count.ip) ?? { ...count, times: 0 };
      first.set(count.ip, { ...known, times: known.times + count.events });
    }
    const [start] = own.filter(({ ip }) => ip !== null);
    return [...first.values()].flatMap((seen) => {
      if (seen.firstAt < from || seen.ip === null) return [];
      const unusual = `First use from ${seen.ip}`;
      const isKnownActor = start !== undefined && start.firstAt < seen.firstAt;
      return [
        { ...actorOf(seen), ip: seen.ip, firstAt: seen.firstAt, unusual, times: seen.times, isKnownActor },
      ];
    });
  });
}

/** Hours in which a key read values although it did not in the same hour of any of the four weeks before. */
export function newHours(counts: readonly HourCount[], { from, since }: Read): Unusual[] {
  const keys = counts.filter(({ actorKind }) => actorKind === "apiKey");
  return byActor(keys).flatMap((own) => {
    const reads = readsByHour(own);
    const first = Math.min(...reads.keys());
    return [...reads].flatMap(([hourMs, { count, times }]) => {
      const isRead = hourMs >= from.getTime() && hourMs - HISTORY_MS >= since.getTime();
      const isKnown = first <= hourMs - KNOWN_MS;
      if (!isRead || !isKnown || [1, 2, 3, 4].some((weeks) => reads.has(hourMs - weeks * WEEK_MS))) return [];
      const unusual = `Reads on ${hourText(hourMs)}, an hour without any in the 4 weeks before`;
      return [{ ...actorOf(count), firstAt: new Date(hourMs), unusual, times, ip: null }];
    });
  });
}

/** Hours in which somebody read many more values than in their median hour with any. */
export function bursts(counts: readonly HourCount[], { from }: Pick<Read, "from">): Unusual[] {
  return byActor(counts).flatMap((own) => {
    const reads = readsByHour(own);
    const sorted = [...reads.values()].map(({ times }) => times).sort((a, b) => a - b);
    const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
    const max = Math.max(BURST_READS_MIN, BURST_FACTOR * median);
    return [...reads].flatMap(([hourMs, { count, times }]) => {
      if (times <= max || hourMs < from.getTime()) return [];
      const unusual = `${times.toLocaleString("en")} reads within an hour, where ${median.toLocaleString("en")} ${median === 1 ? "is" : "are"} usual`;
      return [{ ...actorOf(count), firstAt: new Date(hourMs), unusual, times, ip: null }];
    });
  });
}

/** The counts of each person and key, oldest first. */
function byActor(counts: readonly HourCount[]): HourCount[][] {
  const actors = new Map<string, HourCount[]>();
  for (const count of counts) {
    const own = actors.get(count.actorId);
    if (own) own.push(count);
    else actors.set(count.actorId, [count]);
  }
  for (const own of actors.values()) own.sort((a, b) => a.firstAt.getTime() - b.firstAt.getTime());
  return [...actors.values()];
}

/** How many values were read in each hour with any, by its start in milliseconds. */
function readsByHour(own: readonly HourCount[]) {
  const hours = new Map<number, { readonly count: HourCount; readonly times: number }>();
  for (const count of own) {
    if (count.reads === 0) continue;
    const hourMs = count.hour.getTime();
    hours.set(hourMs, { count, times: (hours.get(hourMs)?.times ?? 0) + count.reads });
  }
  return hours;
}

function actorOf({ actorKind, actorId, caller }: HourCount) {
  return { actorKind, actorId, caller };
}

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

function hourText(ms: number): string {
  const hour = new Date(ms);
  return `${DAYS[hour.getUTCDay()]} at ${hour.toISOString().slice(11, 16)} UTC`;
}
