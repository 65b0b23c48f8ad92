import type { Ctx } from "@/lib/context";
import type { Sql } from "@/lib/db/sql";
import { inSqlTransaction } from "@/lib/db/transaction";
import type { ChainHead, ChainLink } from "../chain";
import { linksAfter } from "../store";
import { leafHasher } from "../tree/leaf";
import { growTree, makeCheckpoint } from "../tree/service";
import type { Checkpoint } from "../tree/store";
import { breachOf } from "../verification/model";
import { activityOf, blockOf, blocksOf, isFull, type Leaf, namesOf } from "./model";
import * as store from "./store";

/** Events that one transaction indexes. */
const BATCH = 2_048;

/**
 * Brings the index and the tree up to the end of the log and signs that end. Instances take turns, batch by batch, and each
 * event is checked against the chain first: an Error says at which event that fails, and nothing from there on is indexed.
 */
export async function indexLog(ctx: Pick<Ctx, "pool" | "keys" | "now">): Promise<Checkpoint> {
  for (;;) {
    const count = await inSqlTransaction(ctx, (sql) => indexBatch(sql, ctx));
    if (count < BATCH) return makeCheckpoint(ctx);
  }
}

/** Returns how many events there were. */
async function indexBatch(sql: Sql, { keys }: Pick<Ctx, "keys">): Promise<number> {
  const indexed = await store.lockedIndex(sql);
  const links = await linksAfter(sql, indexed.seq, BATCH);
  const last = links.at(-1);
  if (!last) return 0;
  requireUnbroken(keys.derive("audit"), indexed, links);
  const hashOf = leafHasher(keys.derive("audit-salt"));
  const leaves: Leaf[] = links.map((event) => ({ event, hash: hashOf(event) }));
  const begun = await store.findBlock(sql, blockOf(indexed.seq + 1));
  const blocks = blocksOf(begun, leaves);
  await store.saveBlocks(sql, blocks);
  await growTree(sql, blocks.filter(isFull));
  await store.addNames(sql, namesOf(links));
  await store.addActivity(sql, activityOf(links));
  await store.moveIndex(sql, last);
  return links.length;
}

function requireUnbroken(key: Buffer, from: ChainHead, links: readonly ChainLink[]): void {
  let last = from;
  for (const link of links) {
    const breach = breachOf(key, last, link);
    if (breach)
      throw new Error(
        `the audit log is broken at event ${last.seq + 1} (${breach}): it is not indexed further`,
      );
    last = link;
  }
}
