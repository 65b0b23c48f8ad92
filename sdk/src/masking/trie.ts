import { EdgeTable } from "./edge-table.ts";

const INITIAL_NODES = 1_024;
export const ROOT = 0;

/**
 * The prefixes of all patterns as a tree in flat arrays, about 21 bytes a node. A node's first child stands in `first`;
 * further children, which few nodes have, in a table of edges.
 */
export class Trie {
  size = 1;
  /** The first child of a node, 0 for none. */
  first = new Int32Array(INITIAL_NODES);
  /** The byte that leads to a node. */
  byteIn = new Uint8Array(INITIAL_NODES);
  /** The node above, which always has a smaller number. */
  parent = new Int32Array(INITIAL_NODES);
  depth = new Int32Array(INITIAL_NODES);
  /** 1 + the index of the pattern that ends at a node, 0 for none. */
  pattern = new Int32Array(INITIAL_NODES);
  readonly more = new EdgeTable();

  /** Adds a pattern under a number. The first of equal patterns keeps it. */
  add(bytes: Uint8Array, number: number): boolean {
    let node = ROOT;
    for (const byte of bytes) node = this.child(node, byte) || this.grow(node, byte);
    if (this.pattern[node] !== 0) return false;
    this.pattern[node] = number + 1;
    return true;
  }

  /** The child of a node by a byte, 0 for none. */
  child(node: number, byte: number): number {
    const first = this.first[node] ?? 0;
    if (first === 0 || this.byteIn[first] === byte) return first;
    return this.more.get(node, byte);
  }

  private grow(parent: number, byte: number): number {
    const node = this.size;
    if (node === this.first.length) this.enlarge();
    this.size += 1;
    this.byteIn[node] = byte;
    this.parent[node] = parent;
    this.depth[node] = (this.depth[parent] ?? 0) + 1;
    if (this.first[parent] === 0) this.first[parent] = node;
    else this.more.set(parent, byte, node);
    return node;
  }

  private enlarge(): void {
    const length = Math.ceil(this.first.length * 1.5);
    this.first = larger(this.first, new Int32Array(length));
    this.byteIn = larger(this.byteIn, new Uint8Array(length));
    this.parent = larger(this.parent, new Int32Array(length));
    this.depth = larger(this.depth, new Int32Array(length));
    this.pattern = larger(this.pattern, new Int32Array(length));
  }
}

function larger<T extends Int32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
