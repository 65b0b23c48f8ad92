import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import { blockOf } from "../../indexing/model";
import { indexedHead } from "../../indexing/store";
import { termOf } from "../../indexing/terms";
import { listBlocks } from "../../reading/store";
import { TILE_HASHES } from "../../tree/tiles";
import type { EventsRead } from "../model";
import type { Period } from "../store";
import type { Part, Range } from "./store";

/** A report is made of at most so many events, which are looked for in so many blocks at a time, and at most so often. */
const LIMITS = { events: 200_000, stepBlocks: 100, steps: 50 };

interface Row {
  readonly events: number;
  readonly firstAt: Date;
}

interface Walked<R> {
  readonly rows: readonly R[];
  /** Null when all of the period was read. */
  readonly read: EventsRead | null;
}

/**
 * Reads the events of some actions in a period, newest first, 200,000 at most: those that are not indexed yet, and the blocks
 * that the index says have some. `read` is given one part after the other, and what it counts comes back in its order.
 */
export async function walkEvents<R extends Row>(
  pool: Pool,
  actions: readonly string[],
  { from, to }: Period,
  read: (pool: Pool, part: Part) => Promise<readonly R[]>,
  limits = LIMITS,
): Promise<Walked<R>> {
  const rows: R[] = [];
  let events = 0;
  const take = async (ranges: readonly Range[]) => {
    const found = await read(pool, { ranges, actions, from, to });
    for (const row of found) {
      rows.push(row);
      events += row.events;
    }
  };
  const { seq: indexed } = await indexedHead(sqlOn(pool));
  await take([{ first: indexed + 1, last: Number.MAX_SAFE_INTEGER }]);
  const wanted = { terms: [actions.map((action) => termOf("action", action))], from, to };
  let last = blockOf(indexed);
  for (let step = 0; last >= 0; step += 1) {
    const numbers = await listBlocks(pool, wanted, last, limits.stepBlocks);
    if (numbers.length === 0) break;
    if (step === limits.steps || events + limits.stepBlocks * TILE_HASHES > limits.events)
      return { rows, read: { events, since: startOf(rows) } };
    await take(numbers.map((number) => rangeOf(number, indexed)));
    last = numbers.length < limits.stepBlocks ? -1 : (numbers.at(-1) ?? 0) - 1;
  }
  return { rows, read: null };
}

/** The last block may hold more by the time it is read: what was not indexed at first was read already. */
function rangeOf(number: number, indexed: number): Range {
  return { first: number * TILE_HASHES + 1, last: Math.min((number + 1) * TILE_HASHES, indexed) };
}

function startOf(rows: readonly Row[]): string | null {
  const first = rows.reduce((min, { firstAt }) => Math.min(min, firstAt.getTime()), Number.POSITIVE_INFINITY);
  return Number.isFinite(first) ? new Date(first).toISOString() : null;
}
