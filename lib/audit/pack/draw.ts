import { randomBytes } from "node:crypto";
import type { Pool } from "@/lib/db/client";
import { blockOf } from "../indexing/model";
import type { AuditFilters } from "../reading/schema";
import { blockConditionsOf, conditionsFor } from "../reading/search";
import { drawLots, type Lot, listBlocks } from "../reading/store";
import type { Draw } from "./model";

const WHOLE_LOG = { projectId: null, environmentId: null, audiences: null };
const STEP_BLOCKS = 100;

/**
 * Draws up to `size` of the events that fit among the first `upTo` of the log, which must be indexed. Each is as likely as any
 * other, since their order is that of a hash with a random seed; whoever has the seed and their numbers can repeat it.
 */
export async function drawSample(
  pool: Pool,
  filters: AuditFilters,
  { upTo, size, seed = randomBytes(32).toString("hex") }: DrawOptions,
): Promise<Draw> {
  const conditions = await conditionsFor(pool, WHOLE_LOG, filters);
  const wanted = blockConditionsOf(conditions);
  let drawn: readonly Lot[] = [];
  let of = 0;
  for (let last = blockOf(upTo); wanted && last >= 0; ) {
    const blocks = await listBlocks(pool, wanted, last, STEP_BLOCKS);
    if (blocks.length === 0) break;
    const part = { after: 0, before: upTo + 1, blocks };
    const { events, lots } = await drawLots(pool, conditions, part, { seed, limit: size });
    of += events;
    drawn = [...drawn, ...lots].sort((a, b) => (a.key < b.key ? -1 : 1)).slice(0, size);
    last = blocks.length < STEP_BLOCKS ? -1 : (blocks.at(-1) ?? 0) - 1;
  }
  return { seed, of, seqs: drawn.map(({ seq }) => seq).sort((a, b) => b - a) };
}

interface DrawOptions {
  readonly upTo: number;
  readonly size: number;
  /** Random unless told. */
  readonly seed?: string;
}
