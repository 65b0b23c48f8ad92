import type { Ctx } from "@/lib/context";
import { type Sql, sqlOn } from "@/lib/db/sql";
import { indexedHead } from "../indexing/store";
import { type LogSigner, logSigner } from "./checkpoint";
import { HASH_BYTES, type LeafRange, type NodeHash, rangeHash } from "./merkle";
import * as store from "./store";
import { hashesIn, TILE_HASHES, type Tile, tileRoot, tilesOf } from "./tiles";

/** Puts the roots of full tiles where the next level has them, up to where a tile is not full. Each comes after the ones before it. */
export async function growTree(
  sql: Sql,
  full: readonly { readonly number: number; readonly leaves: Buffer }[],
): Promise<void> {
  let complete: Tile[] = full.map(({ number, leaves }) => ({ level: 0, number, hashes: leaves }));
  while (complete.length > 0) {
    const parents = await grown(sql, complete);
    await store.saveTiles(sql, parents);
    complete = parents.filter(({ hashes }) => hashes.length === TILE_HASHES * HASH_BYTES);
  }
}

async function grown(sql: Sql, complete: readonly Tile[]): Promise<Tile[]> {
  const refs = complete.map(({ level, number }) => ({
    level: level + 1,
    number: Math.floor(number / TILE_HASHES),
  }));
  const begun = await store.findTiles(sql, refs);
  const parents = new Map(begun.map((tile) => [tile.number, tile]));
  for (const { level, number, hashes } of complete) {
    const parent = Math.floor(number / TILE_HASHES);
    const before = (parents.get(parent)?.hashes ?? Buffer.alloc(0)).subarray(
      0,
      (number % TILE_HASHES) * HASH_BYTES,
    );
    if (before.length !== (number % TILE_HASHES) * HASH_BYTES) throw new Error("the audit tree has a hole");
    parents.set(parent, {
      level: level + 1,
      number: parent,
      hashes: Buffer.concat([before, tileRoot(hashes)]),
    });
  }
  return [...parents.values()];
}

/** Signs the tree as it is, unless that is done already. */
export async function makeCheckpoint(ctx: Pick<Ctx, "pool" | "keys" | "now">): Promise<store.Checkpoint> {
  const sql = sqlOn(ctx.pool);
  const { seq: size } = await indexedHead(sql);
  const last = await store.lastCheckpoint(sql);
  if (last && last.size >= size) return last;
  const root = await rootOf(sql, size);
  const note = signerOf(ctx).checkpoint({ size, root });
  const made = { size, root, note, madeAt: ctx.now() };
  await store.saveCheckpoint(sql, made);
  return made;
}

export function signerOf({ keys }: Pick<Ctx, "keys">): LogSigner {
  return logSigner(keys.derive("audit-signing"));
}

/** Root of the tree over the first `size` events, which must be indexed. */
export async function rootOf(sql: Sql, size: number): Promise<Buffer> {
  const range = { from: 0, to: size };
  return rangeHash(range, await nodesFor(sql, [range]));
}

/** Reads, in one query, what the hashes of these ranges are computed from. */
export async function nodesFor(sql: Sql, ranges: readonly LeafRange[]): Promise<NodeHash> {
  return hashesIn(await store.findTiles(sql, tilesOf(ranges)));
}
