import { hash } from "node:crypto";

export const HASH_BYTES = 32;

/** A complete subtree: the 2^level leaves from index × 2^level on. */
export interface TreeNode {
  readonly level: number;
  readonly index: number;
}

/** The leaves `from` ≤ i < `to`, as RFC 6962 splits a tree: `from` is a multiple of every power of two in their number. */
export interface LeafRange {
  readonly from: number;
  readonly to: number;
}

/** Hash of a complete subtree. */
export type NodeHash = (node: TreeNode) => Buffer;

const LEAF = Buffer.from([0]);
const scratch = Buffer.alloc(1 + 2 * HASH_BYTES, 1);

/** SHA-256(0x00 ‖ leaf), RFC 6962. */
export function leafHash(bytes: Buffer): Buffer {
  return sha256(Buffer.concat([LEAF, bytes]));
}

/** SHA-256(0x01 ‖ left ‖ right), RFC 6962. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  scratch.set(left, 1);
  scratch.set(right, 1 + HASH_BYTES);
  return sha256(scratch);
}

/** What the root of a tree without leaves is. */
export const EMPTY_ROOT = sha256(Buffer.alloc(0));

/** One-shot, in the encoding that Node is quickest with. */
export function sha256(bytes: Buffer): Buffer {
  return Buffer.from(hash("sha256", bytes, "binary"), "binary");
}

/** The complete subtrees that a range is made of, from the left: each is larger than those right of it. */
export function nodesOf({ from, to }: LeafRange): TreeNode[] {
  const nodes: TreeNode[] = [];
  for (let at = from; at < to; ) {
    const level = Math.floor(Math.log2(to - at));
    nodes.push({ level, index: at / 2 ** level });
    at += 2 ** level;
  }
  return nodes;
}

/** Hash over the leaves of a range. */
export function rangeHash(range: LeafRange, hashOf: NodeHash): Buffer {
  const hashes = nodesOf(range).map(hashOf);
  const last = hashes.pop();
  return last ? hashes.reduceRight((right, left) => nodeHash(left, right), last) : EMPTY_ROOT;
}

/** The ranges whose hashes prove that leaf `index` is in a tree of `size` leaves, from the bottom (RFC 6962, 2.1.1). */
export function inclusionRanges(index: number, size: number): LeafRange[] {
  const path: LeafRange[] = [];
  for (let from = 0, to = size; to - from > 1; ) {
    const middle = from + leftSize(to - from);
    if (index < middle) {
      path.unshift({ from: middle, to });
      to = middle;
    } else {
      path.unshift({ from, to: middle });
      from = middle;
    }
  }
  return path;
}

/** The ranges whose hashes prove that a tree of `older` leaves is the beginning of one of `size`, from the bottom (RFC 6962, 2.1.2). */
export function consistencyRanges(older: number, size: number): LeafRange[] {
  if (older === 0 || older === size) return [];
  const path: LeafRange[] = [];
  let [from, to] = [0, size];
  while (older !== to) {
    const middle = from + leftSize(to - from);
    if (older <= middle) {
      path.unshift({ from: middle, to });
      to = middle;
    } else {
      path.unshift({ from, to: middle });
      from = middle;
    }
  }
  // The older tree itself needs no hash: whoever checks has its root.
  return from === 0 ? path : [{ from, to }, ...path];
}

/** The largest power of two below a number greater than one. */
function leftSize(count: number): number {
  return 2 ** Math.ceil(Math.log2(count) - 1);
}
