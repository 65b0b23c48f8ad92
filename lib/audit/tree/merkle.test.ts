import { expect, test } from "vitest";
import {
  consistencyRanges,
  EMPTY_ROOT,
  inclusionRanges,
  leafHash,
  nodeHash,
  rangeHash,
  type TreeNode,
} from "./merkle";
import { hashesIn, TILE_HASHES, type Tile, tileRoot, tilesOf } from "./tiles";

/** The leaves of the test tree of RFC 6962's own implementation, and roots of its first n leaves. */
const VECTOR_LEAVES = [
  "",
  "00",
  "10",
  "2021",
  "3031",
  "40414243",
  "5051525354555657",
  "606162636465666768696a6b6c6d6e6f",
];
const VECTOR_ROOTS: readonly (readonly [number, string])[] = [
  [0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
  [1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"],
  [2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
  [3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"],
  [4, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"],
  [5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"],
  [6, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"],
  [7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"],
  [8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"],
];

/** MTH of RFC 6962, 2.1, word for word. */
function mth(leaves: readonly Buffer[]): Buffer {
  const [first] = leaves;
  if (!first) return EMPTY_ROOT;
  if (leaves.length === 1) return first;
  const k = split(leaves.length);
  return nodeHash(mth(leaves.slice(0, k)), mth(leaves.slice(k)));
}

/** PATH of RFC 6962, 2.1.1. */
function path(m: number, leaves: readonly Buffer[]): Buffer[] {
  if (leaves.length === 1) return [];
  const k = split(leaves.length);
  return m < k
    ? [...path(m, leaves.slice(0, k)), mth(leaves.slice(k))]
    : [...path(m - k, leaves.slice(k)), mth(leaves.slice(0, k))];
}

/** SUBPROOF of RFC 6962, 2.1.2. */
function subproof(m: number, leaves: readonly Buffer[], isOlder: boolean): Buffer[] {
  if (m === leaves.length) return isOlder ? [] : [mth(leaves)];
  const k = split(leaves.length);
  return m <= k
    ? [...subproof(m, leaves.slice(0, k), isOlder), mth(leaves.slice(k))]
    : [...subproof(m - k, leaves.slice(k), false), mth(leaves.slice(0, k))];
}

function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** All tiles of a tree of these leaves. */
function tilesOver(leaves: readonly Buffer[]): Tile[] {
  const tiles: Tile[] = [];
  for (let level = 0, hashes = leaves; hashes.length > 0; level += 1) {
    const groups = Array.from({ length: Math.ceil(hashes.length / TILE_HASHES) }, (_, number) => ({
      level,
      number,
      hashes: Buffer.concat(hashes.slice(number * TILE_HASHES, (number + 1) * TILE_HASHES)),
    }));
    tiles.push(...groups);
    hashes = groups
      .filter(({ hashes }) => hashes.length === TILE_HASHES * 32)
      .map(({ hashes }) => tileRoot(hashes));
  }
  return tiles;
}

function hashOver(leaves: readonly Buffer[]): (node: TreeNode) => Buffer {
  return hashesIn(tilesOver(leaves));
}

const numbered = Array.from({ length: 70_000 }, (_, i) => leafHash(Buffer.from(`event ${i}`)));

test("roots are those of the standard's own test tree", () => {
  const leaves = VECTOR_LEAVES.map((hex) => leafHash(Buffer.from(hex, "hex")));
  for (const [size, root] of VECTOR_ROOTS) {
    const found = rangeHash({ from: 0, to: size }, hashOver(leaves.slice(0, size)));
    expect([size, found.toString("hex")]).toEqual([size, root]);
  }
});

test.each([1, 2, 3, 7, 8, 255, 256, 257, 600])(
  "every proof in a tree of %i leaves is the one of the standard",
  (size) => {
    const leaves = numbered.slice(0, size);
    const hashOf = hashOver(leaves);
    expect(rangeHash({ from: 0, to: size }, hashOf)).toEqual(mth(leaves));
    for (let index = 0; index < size; index += 1) {
      const proof = inclusionRanges(index, size).map((range) => rangeHash(range, hashOf));
      expect(proof).toEqual(path(index, leaves));
      const older = index + 1;
      const consistency = consistencyRanges(older, size).map((range) => rangeHash(range, hashOf));
      expect(consistency).toEqual(subproof(older, leaves, true));
    }
  },
);

test("proofs across three levels of tiles are computed from the tiles that they name", () => {
  const size = numbered.length;
  const all = tilesOver(numbered);
  expect(Math.max(...all.map(({ level }) => level))).toBe(2);
  for (const index of [0, 255, 256, 65_535, 65_536, 69_887, 69_888, size - 1]) {
    for (const [ranges, wanted] of [
      [inclusionRanges(index, size), path(index, numbered)],
      [consistencyRanges(index + 1, size), subproof(index + 1, numbered, true)],
    ] as const) {
      const refs = tilesOf(ranges);
      const read = all.filter(({ level, number }) =>
        refs.some((p) => p.level === level && p.number === number),
      );
      expect(read.length).toBe(refs.length);
      expect(ranges.map((range) => rangeHash(range, hashesIn(read)))).toEqual(wanted);
    }
  }
});

test("a tile that is missing or too short is an error, never another hash", () => {
  const tiles = tilesOver(numbered.slice(0, 300));
  const [first, ...others] = tiles;
  const short = [
    { level: 0, number: 0, hashes: (first?.hashes ?? Buffer.alloc(0)).subarray(0, 64) },
    ...others,
  ];
  const range = { from: 128, to: 192 };
  expect(() => rangeHash(range, hashesIn(others))).toThrow(
    "tile 0/0 of the audit tree is missing or too short",
  );
  expect(() => rangeHash(range, hashesIn(short))).toThrow(
    "tile 0/0 of the audit tree is missing or too short",
  );
});
