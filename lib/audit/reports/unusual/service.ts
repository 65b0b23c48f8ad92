import type { Pool } from "@/lib/db/client";
import { AUDIT_ACTIONS } from "../../model";
import type { AuditFilters } from "../../reading/schema";
import { searchEvents } from "../../reading/search";
import { firstEventAt } from "../../reading/store";
import { countHours, type Part } from "../events/store";
import { walkEvents } from "../events/walk";
import type { EventsRead } from "../model";
import type { Period } from "../store";
import { bursts, HISTORY_MS, type NewAddress, newAddresses, newHours, type Unusual } from "./rules";

const WHOLE_LOG = { projectId: null, environmentId: null, audiences: null };
/** So many addresses are looked for in the log before the history; each takes some milliseconds. */
const LOOKUPS_MAX = 300;
/** Parts of the log that one of them may take. */
const LOOKUP_PAGES_MAX = 5;

interface Found {
  /** Newest first. */
  readonly found: readonly Unusual[];
  /** Whether there were more addresses than could be looked up. */
  readonly isCut: boolean;
  readonly read: EventsRead | null;
}

/**
 * What people and keys did in a period that they did not do before, and reads in bursts. `keptSince`: reads before may have
 * left the log; null: all are there.
 */
export async function findUnusual(
  pool: Pool,
  period: Period,
  { readActions, keptSince }: { readonly readActions: readonly string[]; readonly keptSince: string | null },
): Promise<Found> {
  const start = historyStart(period);
  const count = (by: Pool, part: Part) => countHours(by, part, readActions);
  const stretch = { from: start, to: period.to };
  const { rows: counts, read } = await walkEvents(pool, AUDIT_ACTIONS, stretch, count);
  const walked = latest(start, read?.since);
  const since = latest(walked, keptSince);
  const asked = newAddresses(counts, period).sort(byNewest);
  const addresses = await neverSeen(pool, asked.slice(0, LOOKUPS_MAX), walked);
  const found = [...addresses, ...newHours(counts, { from: period.from, since }), ...bursts(counts, period)];
  return { found: found.sort(byNewest), isCut: asked.length > LOOKUPS_MAX, read };
}

/** From when on events are read for a period. */
export function historyStart({ from }: Pick<Period, "from">): Date {
  return new Date(Math.max(0, from.getTime() - HISTORY_MS));
}

/** Those addresses that the log does not have before `walked` either, of people and keys that were seen before from others. */
async function neverSeen(pool: Pool, addresses: readonly NewAddress[], walked: Date): Promise<NewAddress[]> {
  const first = await firstEventAt(pool);
  if (!first || first >= walked) return addresses.filter(({ isKnownActor }) => isKnownActor);
  const to = new Date(walked.getTime() - 1);
  const news: NewAddress[] = [];
  for (const address of addresses) {
    const { actorId: actor, ip, isKnownActor } = address;
    if (await hasEvents(pool, { actor, ip, to })) continue;
    if (isKnownActor || (await hasEvents(pool, { actor, to }))) news.push(address);
  }
  return news;
}

async function hasEvents(pool: Pool, filters: AuditFilters): Promise<boolean> {
  let before: number | null = null;
  for (let page = 0; page < LOOKUP_PAGES_MAX; page += 1) {
    const { rows, next }: Awaited<ReturnType<typeof searchEvents>> = await searchEvents(
      pool,
      WHOLE_LOG,
      filters,
      {
        before,
        limit: 1,
      },
    );
    if (rows.length > 0) return true;
    if (next === null) return false;
    before = next;
  }
  // Not known: nobody is accused for it.
  return true;
}

function latest(a: Date, b: string | null | undefined): Date {
  return b && new Date(b) > a ? new Date(b) : a;
}

function byNewest(a: Unusual, b: Unusual): number {
  return b.firstAt.getTime() - a.firstAt.getTime();
}
