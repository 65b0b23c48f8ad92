import type { Ctx } from "@/lib/context";
import { type Sql, sqlOn } from "@/lib/db/sql";
import { inSqlTransaction } from "@/lib/db/transaction";
import { PRUNABLE_KINDS, type PrunableKind } from "@/lib/platform/retention";
import { blockOf } from "../indexing/model";
import { findBlocks } from "../indexing/store";
import { termOf } from "../indexing/terms";
import { AUDIT_KINDS } from "../model";
import { requireWholeLog } from "../proof/service";
import { tombstoneLinks } from "../store";
import { lastCheckpoint } from "../tree/store";
import { leavesIn } from "../verification/store";
import { archive } from "./archive";
import { type LogStorage, leafDigest, type Tombstone } from "./model";
import * as store from "./store";

const DAY_MS = 86_400_000;
/** Blocks that are looked at for one tombstone. */
const BATCH_BLOCKS = 100;
/** What one run removes at most, in tombstones; the rest is left for the next one. */
const BATCHES_MAX = 200;

/**
 * Removes events that are older than their kind is kept, part by part. Before a part leaves it is written to the archive, if
 * there is one; an Error from there, and nothing of it is removed. An event `audit.pruned` says what left.
 */
export async function pruneLog(ctx: Ctx): Promise<void> {
  for (const kind of PRUNABLE_KINDS) {
    const days = ctx.retention.days[kind];
    if (days === null) continue;
    const before = new Date(ctx.now().getTime() - days * DAY_MS);
    for (let batch = 0; batch < BATCHES_MAX; batch += 1) if (!(await pruneBatch(ctx, kind, before))) break;
  }
}

/** Returns false when there was nothing more to remove. */
async function pruneBatch(ctx: Ctx, kind: PrunableKind, before: Date): Promise<boolean> {
  const { actions } = AUDIT_KINDS[kind];
  const sql = sqlOn(ctx.pool);
  const checkpoint = await lastCheckpoint(sql);
  if (!checkpoint) return false;
  const blocks = await store.findOldBlocks(
    sql,
    {
      terms: actions.map((action) => termOf("action", action)),
      from: await firstBlock(sql, kind),
      before,
      size: checkpoint.size,
    },
    BATCH_BLOCKS,
  );
  const seqs = await store.findEventsIn(sql, blocks, actions, before);
  const [first, last] = [seqs[0], seqs.at(-1)];
  if (first === undefined || last === undefined) return false;
  if (ctx.retention.archiveDir !== null)
    await archive(ctx, ctx.retention.archiveDir, { kind, seqs, checkpoint });
  const leaves = leavesIn(await findBlocks(sql, blockOf(first), blockOf(last)));
  await inSqlTransaction(ctx, async (tx) => {
    const digest = leafDigest(ctx.keys.derive("audit-pruned"));
    for (const seq of await store.deleteEvents(tx, seqs)) digest.add(seq, leafOf(leaves, seq));
    if (digest.events() === 0) return;
    const detail = { kind, from: first, to: last, events: digest.events(), digest: digest.hex() };
    await ctx.audit.append(tx, ctx, [{ action: "audit.pruned", detail }]);
  });
  return blocks.length === BATCH_BLOCKS;
}

/** The block in which the last part ended that left. */
async function firstBlock(sql: Sql, kind: PrunableKind): Promise<number> {
  const left = (await tombstoneLinks(sql)).map(({ detail }): Tombstone => JSON.parse(detail));
  return Math.max(0, ...left.filter((one) => one.kind === kind).map(({ to }) => blockOf(to) + 1));
}

function leafOf(leaves: ReadonlyMap<number, Buffer>, seq: number): Buffer {
  const leaf = leaves.get(seq);
  if (!leaf) throw new Error(`event ${seq} has no leaf in the tree: it stays`);
  return leaf;
}

const SOON_DAYS = 30;

/** How large the log is, and what leaves it. Throws `forbidden` for whoever may not read the whole log. */
export async function readStorage(ctx: Ctx): Promise<LogStorage> {
  await requireWholeLog(ctx);
  const sql = sqlOn(ctx.pool);
  const now = ctx.now().getTime();
  const at = (daysAgo: number) => new Date(now - daysAgo * DAY_MS);
  const left = (await tombstoneLinks(sql)).map(({ detail }): Tombstone => JSON.parse(detail));
  const everything = Object.values(AUDIT_KINDS).flatMap(({ actions }) => actions);
  const kinds = PRUNABLE_KINDS.map(async (kind) => {
    const days = ctx.retention.days[kind];
    const dueSoon =
      days === null
        ? 0
        : await store.countEvents(sql, AUDIT_KINDS[kind].actions, at(days), at(days - SOON_DAYS));
    const removed = left.filter((one) => one.kind === kind).reduce((sum, { events }) => sum + events, 0);
    return { kind, days, dueSoon, removed };
  });
  const [bytes, recent, checkpoint, ...found] = await Promise.all([
    store.logBytes(sql),
    store.countEvents(sql, everything, at(SOON_DAYS), at(-1)),
    lastCheckpoint(sql),
    ...kinds,
  ]);
  const removed = found.reduce((sum, one) => sum + one.removed, 0);
  return {
    bytes,
    events: (checkpoint?.size ?? 0) - removed,
    eventsPerDay: Math.round(recent / SOON_DAYS),
    kinds: found,
  };
}
