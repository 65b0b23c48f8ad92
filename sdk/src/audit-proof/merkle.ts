import { isSame } from "./bytes.js";
import { sha256 } from "./sha256.js";

/** A node on the way from a leaf to the root, and on which side the hash lies that it is put together with. */
export interface Step {
  /** 0 is the leaves. */
  readonly level: number;
  /** From the left of its level. */
  readonly index: number;
  readonly isSiblingLeft: boolean;
}

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** SHA-256(0x00 ‖ leaf), RFC 6962, 2.1. */
export function leafHash(leaf: Uint8Array): Uint8Array {
  return sha256(LEAF, leaf);
}

/** SHA-256(0x01 ‖ left ‖ right), RFC 6962, 2.1. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(NODE, left, right);
}

/** The root of a tree without leaves. */
export function emptyRoot(): Uint8Array {
  return sha256();
}

/** The steps from a leaf to the root of a tree of `size` leaves: as many as its inclusion proof has hashes (RFC 9162, 2.1.3.2). */
export function stepsFrom(index: number, size: number): Step[] {
  const steps: Step[] = [];
  let [at, last, level] = [index, size - 1, 0];
  const up = () => {
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
    level += 1;
  };
  while (last > 0) {
    // The last node of a level that is a left one has no sibling: it is the node above it as well.
    while (at === last && at % 2 === 0) up();
    steps.push({ level, index: at, isSiblingLeft: at % 2 === 1 });
    up();
  }
  return steps;
}

/** The node above two: the one that was reached, and its sibling. */
export function parentHash({ isSiblingLeft }: Step, hash: Uint8Array, sibling: Uint8Array): Uint8Array {
  return isSiblingLeft ? nodeHash(sibling, hash) : nodeHash(hash, sibling);
}

export interface Tree {
  readonly size: number;
  readonly root: Uint8Array;
}

/** Whether a tree of `older.size` leaves is the beginning of the newer one, as these hashes are to show (RFC 9162, 2.1.4.2). */
export function isConsistent(older: Tree, newer: Tree, proof: readonly Uint8Array[]): boolean {
  if (older.size > newer.size) return false;
  if (older.size === newer.size) return proof.length === 0 && isSame(older.root, newer.root);
  if (older.size === 0) return proof.length === 0 && isSame(older.root, emptyRoot());
  // The older tree ends in a complete subtree of 2^level leaves. It is where both ways begin, and where the older tree ends.
  const steps = stepsFrom(older.size - 1, newer.size).filter(
    ({ level }) => older.size % 2 ** (level + 1) > 0,
  );
  const isWhole = steps[0]?.index === 0;
  const [start, ...rest] = isWhole ? [older.root, ...proof] : proof;
  if (!start || rest.length !== steps.length) return false;
  let [olderHash, newerHash] = [start, start];
  for (const [at, step] of steps.entries()) {
    const sibling = rest[at] ?? start;
    if (step.isSiblingLeft) olderHash = nodeHash(sibling, olderHash);
    newerHash = parentHash(step, newerHash, sibling);
  }
  return isSame(olderHash, older.root) && isSame(newerHash, newer.root);
}
