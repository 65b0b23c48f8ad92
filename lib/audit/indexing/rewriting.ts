import type { Ctx } from "@/lib/context";
import type { Sql } from "@/lib/db/sql";
import { linksBetween } from "../store";
import { leafHasher } from "../tree/leaf";
import { HASH_BYTES } from "../tree/merkle";
import { TILE_HASHES } from "../tree/tiles";
import { breachOf, type Found } from "../verification/model";
import { type Block, blocksOf, type Leaf, leafCount, namesOf, type SealedBlock } from "./model";
import * as store from "./store";

/**
 * Writes blocks without a seal anew: terms and times from the events that are still there, and their names. The leaf hashes
 * stay, since those of events that left cannot be made again; those of the others must fit. Returns the first that does not,
 * with nothing written.
 */
export async function rewriteBlocks(
  sql: Sql,
  keys: Ctx["keys"],
  blocks: readonly SealedBlock[],
  sealOf: (block: Block) => Buffer,
): Promise<Found | null> {
  const hashOf = leafHasher(keys.derive("audit-salt"));
  const rewritten: Block[] = [];
  const names: string[] = [];
  for (const block of blocks) {
    const before = block.number * TILE_HASHES;
    const events = await linksBetween(sql, before, before + leafCount(block));
    const altered = events.find((link) =>
      breachOf(keys.derive("audit"), { seq: link.seq - 1, hash: link.previousHash }, link),
    );
    if (altered) return { seq: altered.seq, breach: "altered" };
    const leaves: Leaf[] = events.map((event) => ({ event, hash: hashOf(event) }));
    const other = leaves.find(({ event, hash }) => !leafAt(block, event.seq - before - 1).equals(hash));
    if (other) return { seq: other.event.seq, breach: "treeDiffers" };
    const [made = { ...block, terms: [] }] = blocksOf(null, leaves);
    rewritten.push({ ...made, leaves: block.leaves });
    names.push(...namesOf(events));
  }
  await store.saveBlocks(sql, rewritten, sealOf);
  await store.addNames(sql, [...new Set(names)]);
  return null;
}

function leafAt({ leaves }: Block, at: number): Buffer {
  return leaves.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES);
}
