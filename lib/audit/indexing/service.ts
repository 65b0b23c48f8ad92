import type { Ctx } from "@/lib/context";
import type { Sql } from "@/lib/db/sql";
import { inSqlTransaction } from "@/lib/db/transaction";
import type { ChainHead, ChainLink } from "../chain";
import { linksAfter } from "../store";
import { leafHasher } from "../tree/leaf";
import { growTree, makeCheckpoint } from "../tree/service";
import type { Checkpoint } from "../tree/store";
import { breachOf, type Found } from "../verification/model";
import {
  activityOf,
  blockOf,
  blocksOf,
  eventsIn,
  isFull,
  type Leaf,
  leafCount,
  namesOf,
  type SealedBlock,
} from "./model";
import { rewriteBlocks } from "./rewriting";
import { blockSealer, fitsSeal } from "./seal";
import * as store from "./store";

type Indexer = Pick<Ctx, "pool" | "keys" | "now">;

/** Events that one transaction indexes, and blocks that one writes anew. */
const [BATCH, REWRITTEN_BLOCKS] = [2_048, 8];

/**
 * Brings the index and the tree up to the end of the log and signs that end. Instances take turns, batch by batch. An Error
 * says where the log, or the block that it goes on with, is not as it was written: nothing from there on is indexed.
 */
export async function indexLog(ctx: Indexer): Promise<Checkpoint> {
  const broken = await growIndex(ctx);
  if (broken) throw brokenLog(broken);
  return makeCheckpoint(ctx);
}

/** The same without the signature; returns where it is broken, or null. Each event is checked against the chain first. */
export async function growIndex(ctx: Indexer): Promise<Found | null> {
  for (;;) {
    const step = await inSqlTransaction(ctx, (sql) => indexBatch(sql, ctx));
    if (step === "done") return null;
    if (step !== "more") return step;
  }
}

export function brokenLog({ seq, breach }: Found): Error {
  return new Error(`the audit log is broken at event ${seq} (${breach}): it is not indexed further`);
}

async function indexBatch(sql: Sql, { keys }: Pick<Ctx, "keys">): Promise<"more" | "done" | Found> {
  const indexed = await store.lockedIndex(sql);
  const sealOf = blockSealer(keys.derive("audit-block"));
  const unsealed = await store.unsealedBlocks(sql, REWRITTEN_BLOCKS);
  if (unsealed.length > 0) return (await rewriteBlocks(sql, keys, unsealed, sealOf)) ?? "more";
  const links = await linksAfter(sql, indexed.seq, BATCH);
  const last = links.at(-1);
  if (!last) return "done";
  const begun = await begunBlock(sql, indexed.seq);
  const broken = brokenBlock(begun, indexed.seq, sealOf) ?? brokenLink(keys.derive("audit"), indexed, links);
  if (broken) return broken;
  const hashOf = leafHasher(keys.derive("audit-salt"));
  const leaves: Leaf[] = links.map((event) => ({ event, hash: hashOf(event) }));
  const blocks = blocksOf(begun, leaves);
  await store.saveBlocks(sql, blocks, sealOf);
  await growTree(sql, blocks.filter(isFull));
  await store.addNames(sql, namesOf(links));
  await store.addActivity(sql, activityOf(links));
  await store.moveIndex(sql, last);
  return links.length < BATCH ? "done" : "more";
}

/** The block that the next event belongs to, as far as it is there. */
async function begunBlock(sql: Sql, indexed: number): Promise<SealedBlock | null> {
  const number = blockOf(indexed + 1);
  return (await store.findBlocks(sql, number, number))[0] ?? null;
}

/** What goes on is sealed again, so it must be what was sealed, with the events up to here and no more. */
function brokenBlock(
  begun: SealedBlock | null,
  indexed: number,
  sealOf: ReturnType<typeof blockSealer>,
): Found | null {
  const count = eventsIn(blockOf(indexed + 1), indexed);
  const isWhole = begun ? leafCount(begun) === count && fitsSeal(sealOf, begun) : count === 0;
  return isWhole ? null : { seq: indexed - count + 1, breach: "blockAltered" };
}

function brokenLink(key: Buffer, from: ChainHead, links: readonly ChainLink[]): Found | null {
  let last = from;
  for (const link of links) {
    const breach = breachOf(key, last, link);
    if (breach) return { seq: last.seq + 1, breach };
    last = link;
  }
  return null;
}
