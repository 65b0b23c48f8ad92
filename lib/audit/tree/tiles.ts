import { HASH_BYTES, type LeafRange, nodeHash, nodesOf, type TreeNode } from "./merkle";

/** How many hashes a full tile holds, and how many levels of the tree it spans (c2sp.org/tlog-tiles). */
export const TILE_HASHES = 256;
export const TILE_LEVELS = 8;

/** Where a tile is: level 0 holds the leaves, each further one the roots of 256 full tiles. */
export interface TileRef {
  readonly level: number;
  readonly number: number;
}

/** A tile as it is kept: its hashes, one after the other. */
export interface Tile extends TileRef {
  readonly hashes: Buffer;
}

/** The tile that a complete subtree is computed from. */
export function tileOf({ level, index }: TreeNode): TileRef {
  const within = level % TILE_LEVELS;
  return { level: (level - within) / TILE_LEVELS, number: Math.floor(index / 2 ** (TILE_LEVELS - within)) };
}

/** The tiles that the hashes of these ranges are computed from, each once. */
export function tilesOf(ranges: readonly LeafRange[]): TileRef[] {
  const refs = ranges.flatMap(nodesOf).map(tileOf);
  return [...new Map(refs.map((ref) => [keyOf(ref), ref])).values()];
}

/** Hashes of complete subtrees out of tiles that were read. Throws for a tile that is not among them or too short. */
export function hashesIn(tiles: readonly Tile[]): (node: TreeNode) => Buffer {
  const known = new Map(tiles.map((tile) => [keyOf(tile), rowsOf(tile.hashes)]));
  return (node) => {
    const ref = tileOf(node);
    const rows = known.get(keyOf(ref));
    const hash = rows?.(
      node.level % TILE_LEVELS,
      node.index % 2 ** (TILE_LEVELS - (node.level % TILE_LEVELS)),
    );
    if (!hash) throw new Error(`tile ${ref.level}/${ref.number} of the audit tree is missing or too short`);
    return hash;
  };
}

/** Root of a full tile. */
export function tileRoot(hashes: Buffer): Buffer {
  const root = rowsOf(hashes)(TILE_LEVELS, 0);
  if (!root) throw new Error("a tile that is not full has no root yet");
  return root;
}

/** Hashes within a tile by height and ref; each row is computed once, when it is asked for. */
function rowsOf(hashes: Buffer): (height: number, at: number) => Buffer | undefined {
  const leaves = Array.from({ length: hashes.length / HASH_BYTES }, (_, i) =>
    hashes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES),
  );
  const rows: Buffer[][] = [leaves];
  const rowAt = (height: number): Buffer[] => {
    const known = rows[height];
    if (known) return known;
    const below = rowAt(height - 1);
    const row = below.flatMap((left, i) => {
      const right = i % 2 === 0 ? below[i + 1] : undefined;
      return right ? [nodeHash(left, right)] : [];
    });
    rows[height] = row;
    return row;
  };
  return (height, at) => rowAt(height)[at];
}

function keyOf({ level, number }: TileRef): string {
  return `${level}/${number}`;
}
