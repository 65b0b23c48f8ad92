import { EMPTY_ROOT, nodeHash, type TreeNode } from "./merkle";

/** A tree that grows leaf by leaf: what it keeps are the roots of the complete subtrees on its right edge. */
export interface Frontier {
  readonly size: () => number;
  /** Tells `onNode` of every subtree that this leaf makes complete, smallest first. */
  push(leaf: Buffer): void;
  root(): Buffer;
}

/** `edge`: hashes of the subtrees that `nodesOf` names for the first `size` leaves, from the left. */
export function openFrontier(
  size: number,
  edge: readonly Buffer[],
  onNode: (node: TreeNode, hash: Buffer) => void,
): Frontier {
  const roots = [...edge];
  let count = size;
  return {
    size: () => count,
    push: (leaf) => {
      let hash = leaf;
      let level = 0;
      for (let index = count; index % 2 === 1; index = (index - 1) / 2) {
        const left = roots.pop();
        if (!left) throw new Error("the edge of the tree is not the one of its size");
        hash = nodeHash(left, hash);
        level += 1;
        onNode({ level, index: (index - 1) / 2 }, hash);
      }
      roots.push(hash);
      count += 1;
    },
    root: () => {
      const last = roots.at(-1);
      return last ? roots.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last) : EMPTY_ROOT;
    },
  };
}
