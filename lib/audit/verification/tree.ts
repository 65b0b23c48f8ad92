import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import { indexedHead } from "../indexing/store";
import type { LogSigner } from "../tree/checkpoint";
import { openFrontier } from "../tree/frontier";
import { saltMaker } from "../tree/leaf";
import { leafHash, nodesOf, type TreeNode } from "../tree/merkle";
import { nodesFor } from "../tree/service";
import { type Checkpoint, checkpointsAfter, findTiles } from "../tree/store";
import { hashesIn, TILE_LEVELS, tileOf } from "../tree/tiles";
import type { Breach } from "./breaches";
import type { Found } from "./model";

export interface TreeKeys {
  readonly saltKey: Buffer;
  readonly prunedKey: Buffer;
  readonly blockKey: Buffer;
  readonly signer: LogSigner;
}

/** Grows the tree anew, event by event, and compares it with what is kept of it. */
export interface TreeCheck {
  /** The next event, as the chain encodes it, and its leaf hash as it is kept. */
  add(seq: number, encoded: Buffer, kept: Buffer | undefined): Found | null;
  /** The kept leaf hash of the next event, which left. */
  addLeaf(kept: Buffer): Found | null;
  /** Compares the complete subtrees since the last time with the kept tiles. */
  checkNodes(): Promise<Found | null>;
  checkEnd(): Promise<Found | null>;
}

const CHECKPOINTS_READ = 1_000;

/** The tree of the first `size` events is taken as it is kept. */
export async function openTreeCheck(
  pool: Pool,
  { saltKey, signer }: TreeKeys,
  size: number,
): Promise<TreeCheck | null> {
  const sql = sqlOn(pool);
  const { seq: indexed } = await indexedHead(sql);
  if (indexed < size) return null;
  const saltOf = saltMaker(saltKey);
  const range = { from: 0, to: size };
  const hashOf = await nodesFor(sql, [range]);
  const waiting: { readonly node: TreeNode; readonly hash: Buffer }[] = [];
  const frontier = openFrontier(size, nodesOf(range).map(hashOf), (node, hash) => {
    if (node.level % TILE_LEVELS === 0) waiting.push({ node, hash });
  });
  let checkpoints = await checkpointsAfter(sql, size, CHECKPOINTS_READ);
  let at = 0;

  const push = (leaf: Buffer): Found | null => {
    frontier.push(leaf);
    const next = checkpoints[at];
    if (next?.size !== frontier.size()) return null;
    at += 1;
    const breach = checkpointBreach(signer, next, frontier.root());
    return breach && { seq: next.size, breach };
  };
  return {
    add: (seq, encoded, kept) => {
      const leaf = leafHash(Buffer.concat([saltOf(seq), encoded]));
      if (seq <= indexed && !kept?.equals(leaf)) return { seq, breach: "treeDiffers" };
      return push(leaf);
    },
    addLeaf: push,
    checkNodes: async () => {
      // More are read before the last one that is known: a part of the log has fewer events than these have checkpoints.
      if (at > 0 && checkpoints.length === CHECKPOINTS_READ) {
        checkpoints = await checkpointsAfter(sql, frontier.size(), CHECKPOINTS_READ);
        at = 0;
      }
      const nodes = waiting.splice(0);
      const tiles = hashesIn(
        await findTiles(
          sql,
          nodes.map(({ node }) => tileOf(node)),
        ),
      );
      const wrong = nodes.find(({ node, hash }) => lastSeq(node) <= indexed && !isKept(tiles, node, hash));
      return wrong ? { seq: lastSeq(wrong.node), breach: "treeDiffers" } : null;
    },
    checkEnd: async () => {
      const [ahead] = await checkpointsAfter(sql, frontier.size(), 1);
      return ahead ? { seq: ahead.size, breach: "checkpointAhead" } : null;
    },
  };
}

function isKept(tiles: (node: TreeNode) => Buffer, node: TreeNode, hash: Buffer): boolean {
  try {
    return tiles(node).equals(hash);
  } catch {
    return false;
  }
}

/** Number of the last event below a complete subtree. */
function lastSeq({ level, index }: TreeNode): number {
  return (index + 1) * 2 ** level;
}

/** The same head is always signed by the same text. */
function checkpointBreach(
  signer: LogSigner,
  { size, root, note }: Checkpoint,
  computed: Buffer,
): Breach | null {
  if (note !== signer.checkpoint({ size, root })) return "checkpointForged";
  return root.equals(computed) ? null : "checkpointDiffers";
}
