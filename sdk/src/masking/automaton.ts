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
  const root = rootRow(trie);
  const fail = failureLinks(trie, root);
  const rows = shallowRows(trie, root);
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

const UNKNOWN = -1;

/**
 * For each node the longest proper suffix that is a node too; finds of the suffix are handed down. Goes from node to node in
 * the order in which they were made, where those of a pattern are neighbours in memory, and links the suffixes that it
 * needs first. These are less deep, so that comes to an end.
 */
function failureLinks(trie: Trie, root: Int32Array): Int32Array {
  const { size, parent } = trie;
  const fail = new Int32Array(size).fill(UNKNOWN);
  fail[ROOT] = ROOT;
  const waiting: number[] = [];
  for (let next = 1; next < size; next += 1) {
    let node = next;
    while (fail[node] === UNKNOWN) {
      const above = parent[node] ?? ROOT;
      const needed = fail[above] === UNKNOWN ? above : link(trie, root, fail, node);
      if (needed !== ROOT) waiting.push(node);
      node = needed === ROOT ? (waiting.pop() ?? ROOT) : needed;
    }
  }
  return fail;
}

/** Links a node whose parent is linked. Answers another that has to be linked before it, or the root when it is done. */
function link(trie: Trie, root: Int32Array, fail: Int32Array, node: number): number {
  const { parent, byteIn, pattern } = trie;
  const above = parent[node] ?? ROOT;
  const byte = byteIn[node] ?? 0;
  let target = ROOT;
  for (let suffix = above; suffix !== ROOT && target === ROOT; ) {
    const next = fail[suffix] ?? ROOT;
    if (next === UNKNOWN) return suffix;
    suffix = next;
    target = suffix === ROOT ? (root[byte] ?? ROOT) : trie.child(suffix, byte);
  }
  if (fail[target] === UNKNOWN) return target;
  fail[node] = target;
  if (pattern[node] === 0) pattern[node] = pattern[target] ?? 0;
  return ROOT;
}

function rootRow(trie: Trie): Int32Array {
  return Int32Array.from({ length: BYTES }, (_, byte) => trie.child(ROOT, byte));
}

/** Complete rows, with every fallback resolved, for the root (row 256) and each node of the first level (by its byte). */
function shallowRows(trie: Trie, root: Int32Array): { next: Int32Array; rowOf: Int32Array } {
  const rowOf = new Int32Array(BYTES + 1);
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
