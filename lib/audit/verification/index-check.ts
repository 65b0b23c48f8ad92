import type { Pool } from "@/lib/db/client";
import { sqlOn, withoutTimeout } from "@/lib/db/sql";
import type { ChainEvent } from "../chain";
import { blockOf, eventsIn, leafCount, namesOf, type SealedBlock } from "../indexing/model";
import { blockSealer, fitsSeal } from "../indexing/seal";
import { termsOf } from "../indexing/terms";
import { TILE_HASHES } from "../tree/tiles";
import { decodeEvent } from "./decoding";
import * as store from "./index-store";
import type { Found } from "./model";
import type { EncodedLink } from "./store";

/** Compares what events are found by with what the events say. */
export interface IndexCheck {
  /** Blocks in a row, and those of their events that are there; the chain has proven these. */
  check(part: IndexedPart): Promise<Found | null>;
  checkEnd(): Promise<Found | null>;
}

export interface IndexedPart {
  /** The first block that was asked for, and the last. */
  readonly first: number;
  readonly last: number;
  readonly blocks: readonly SealedBlock[];
  readonly links: readonly EncodedLink[];
}

/** Names that are remembered as found. */
const KNOWN_NAMES_MAX = 100_000;

export function openIndexCheck(pool: Pool, blockKey: Buffer): IndexCheck {
  const sealOf = blockSealer(blockKey);
  const known = new Set<string>();
  const checkNames = async (events: readonly ChainEvent[]): Promise<Found | null> => {
    const names = namesOf(events).filter((name) => !known.has(name));
    if (names.length === 0) return null;
    const [missing] = await store.missingNames(sqlOn(pool), names);
    if (known.size > KNOWN_NAMES_MAX) known.clear();
    for (const name of names) known.add(name);
    const event = events.find((one) => missing !== undefined && namesOf([one]).includes(missing));
    return event ? { seq: event.seq, breach: "nameMissing" } : null;
  };
  return {
    check: async ({ first, last, blocks, links }) => {
      const indexed = blocks[0]?.indexed ?? 0;
      const found = new Map(blocks.map((block) => [block.number, block]));
      const events = links.filter(({ seq }) => seq <= indexed).map(({ encoded }) => decodeEvent(encoded));
      for (let number = first, at = 0; number <= Math.min(last, blockOf(indexed)); number += 1) {
        const start = at;
        while (events[at] && blockOf(events[at]?.seq ?? 0) === number) at += 1;
        const wrong = wrongBlock(found.get(number), number, indexed, events.slice(start, at), sealOf);
        if (wrong !== null) return { seq: wrong, breach: "blockAltered" };
      }
      return checkNames(events);
    },
    checkEnd: () =>
      withoutTimeout(pool, async (sql) => (await store.findStray(sql)) ?? store.findMiscount(sql)),
  };
}

/** The number of the first event that a block may not be found for, or null. A block without a seal is held against its events alone. */
function wrongBlock(
  block: SealedBlock | undefined,
  number: number,
  indexed: number,
  events: readonly ChainEvent[],
  sealOf: ReturnType<typeof blockSealer>,
): number | null {
  const first = number * TILE_HASHES + 1;
  const count = eventsIn(number, indexed);
  if (!block || leafCount(block) !== count) return first;
  if (block.seal !== null && !fitsSeal(sealOf, block)) return first;
  const terms = new Set(block.terms);
  const missed = events.find(
    (event) =>
      event.atMs < block.firstAtMs ||
      event.atMs > block.lastAtMs ||
      termsOf(event).some((term) => !terms.has(term)),
  );
  return missed?.seq ?? null;
}
