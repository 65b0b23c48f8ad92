import { ROOT, type Trie } from "./trie.ts";

const BYTES = 256;

/**
 * An automaton that reads bytes and knows at each the longest pattern that ends there (Aho and Corasick, 1975). Its state
 * is a node of the tree: the longest suffix of what was read that begins a pattern. A step costs constant time on average.
 */
export interface Automaton {
  readonly depth: Int32Array;
  /** 1 + the number of the longest pattern that ends at a state, 0 for none. */
  readonly found: Int32Array;
  step(state: number, byte: number): number;
}

export function automatonOf(trie: Trie): Automaton {
  const { depth, pattern: found, more } = trie;
  const fail = failureLinks(trie);
  const rows = shallowRows(trie);
  const { first, byteIn } = trie;
  /** Nodes of the first level have a row each; deeper ones look for a child and fall back until they find one. */
  const step = (from: number, byte: number): number => {
    let state = from;
    while ((depth[state] ?? 0) > 1) {
      const only = first[state] ?? 0;
      if (only !== 0) {
        const next = byteIn[only] === byte ? only : more.get(state, byte);
        if (next !== 0) return next;
      }
      state = fail[state] ?? ROOT;
    }
    return rows.next[(rows.rowOf[state === ROOT ? BYTES : (byteIn[state] ?? 0)] ?? 0) + byte] ?? ROOT;
  };
  return { depth, found, step };
}

/** For each node the longest proper suffix that is a node too, breadth first; finds of the suffix are handed down. */
function failureLinks(trie: Trie): Int32Array {
  const { size, pattern, byteIn } = trie;
  const fail = new Int32Array(size);
  const { order, parentOf } = breadthFirst(trie);
  for (const node of order) {
    const parent = parentOf[node] ?? ROOT;
    const byte = byteIn[node] ?? 0;
    let suffix = parent;
    let target = ROOT;
    while (suffix !== ROOT && target === ROOT) {
      suffix = fail[suffix] ?? ROOT;
      target = trie.child(suffix, byte);
    }
    fail[node] = target;
    if (pattern[node] === 0) pattern[node] = pattern[target] ?? 0;
  }
  return fail;
}

/** All nodes but the root, by depth, and the parent of each. */
function breadthFirst({ size, first, depth, more }: Trie): { order: Int32Array; parentOf: Int32Array } {
  const parentOf = new Int32Array(size);
  for (let node = 0; node < size; node += 1) {
    const child = first[node] ?? 0;
    if (child !== 0) parentOf[child] = node;
  }
  more.forEach((parent, child) => {
    parentOf[child] = parent;
  });
  const deepest = depth.subarray(0, size).reduce((most, level) => Math.max(most, level), 0);
  const startOf = new Int32Array(deepest + 2);
  for (let node = 1; node < size; node += 1) add(startOf, (depth[node] ?? 0) + 1, 1);
  for (let level = 1; level < startOf.length; level += 1) add(startOf, level, startOf[level - 1] ?? 0);
  const order = new Int32Array(size - 1);
  for (let node = 1; node < size; node += 1) {
    const level = depth[node] ?? 0;
    const place = startOf[level] ?? 0;
    order[place] = node;
    startOf[level] = place + 1;
  }
  return { order, parentOf };
}

function add(counts: Int32Array, index: number, amount: number): void {
  counts[index] = (counts[index] ?? 0) + amount;
}

/** Complete rows, with every fallback resolved, for the root (row 256) and each node of the first level (by its byte). */
function shallowRows(trie: Trie): { next: Int32Array; rowOf: Int32Array } {
  const rowOf = new Int32Array(BYTES + 1);
  const root = Int32Array.from({ length: BYTES }, (_, byte) => trie.child(ROOT, byte));
  const heads = [...root].flatMap((node, byte) => (node === 0 ? [] : [{ node, byte }]));
  const next = new Int32Array((heads.length + 1) * BYTES);
  next.set(root);
  for (const [i, { node, byte }] of heads.entries()) {
    const row = (i + 1) * BYTES;
    rowOf[byte] = row;
    for (let b = 0; b < BYTES; b += 1) next[row + b] = trie.child(node, b) || (root[b] ?? 0);
  }
  return { next, rowOf };
}
