import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { consistencyOf, pathOf, rootOf } from "./evidence.fixture";
import { isConsistent, leafHash, nodeHash } from "./merkle";
import { inclusionCheck } from "./proven-path";

const hex = (text: string) => Buffer.from(text, "hex");

/** The tree of eight leaves that Certificate Transparency is tested with: leaves, and the root after each. */
const LEAVES = [
  "",
  "00",
  "10",
  "2021",
  "3031",
  "40414243",
  "5051525354555657",
  "606162636465666768696a6b6c6d6e6f",
].map(hex);
const ROOTS = [
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
].map(hex);
const NODES = {
  leaf1: "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
  leaves23: "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
  leaves47: "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
  leaf4: "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
  leaves67: "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
  leaves03: "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  leaves01: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  leaf0: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  leaves45: "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
  leaf6: "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
};
type Node = keyof typeof NODES;

const root = (size: number) => ROOTS[size - 1] ?? Buffer.alloc(32);
const treeOf = (size: number) => ({ size, root: root(size) });

/** What nobody may take for a proof: of one hash changed, left out, put in, or in another order. */
function spoilt(proof: readonly Uint8Array[]): Uint8Array[][] {
  const one = Uint8Array.from(proof[0] ?? new Uint8Array(32));
  one[3] = (one[3] ?? 0) ^ 8;
  return [
    [...proof, root(8)],
    [root(8), ...proof],
    ...(proof.length > 0 ? [proof.slice(1), proof.slice(0, -1), [one, ...proof.slice(1)]] : []),
    ...(proof.length > 1 ? [proof.toReversed()] : []),
  ];
}

describe("the tree that Certificate Transparency is tested with", () => {
  it.each<[number, number, Node[]]>([
    [0, 1, []],
    [0, 8, ["leaf1", "leaves23", "leaves47"]],
    [5, 8, ["leaf4", "leaves67", "leaves03"]],
    [2, 3, ["leaves01"]],
    [1, 5, ["leaf0", "leaves23", "leaf4"]],
  ])("has leaf %i in a tree of %i, with its proof alone", (index, size, nodes) => {
    const proof = nodes.map((node) => hex(NODES[node]));
    const leaf = leafHash(LEAVES[index] ?? hex(""));
    expect(inclusionCheck(treeOf(size))(index, leaf, proof)).toBe("included");
    for (const other of spoilt(proof))
      expect(inclusionCheck(treeOf(size))(index, leaf, other)).not.toBe("included");
    for (const other of [index - 1, index + 1, index ^ 2, size])
      expect(inclusionCheck(treeOf(size))(other, leaf, proof)).not.toBe("included");
    expect(inclusionCheck(treeOf(size))(index, leafHash(hex("ff")), proof)).toBe("wrongHash");
  });

  it.each<[number, number, Node[]]>([
    [1, 1, []],
    [1, 8, ["leaf1", "leaves23", "leaves47"]],
    [6, 8, ["leaves45", "leaves67", "leaves03"]],
    [2, 5, ["leaves23", "leaf4"]],
    [6, 7, ["leaves45", "leaf6", "leaves03"]],
  ])("of %i leaves begins that of %i, with its proof alone", (older, newer, nodes) => {
    const proof = nodes.map((node) => hex(NODES[node]));
    expect(isConsistent(treeOf(older), treeOf(newer), proof)).toBe(true);
    for (const other of spoilt(proof)) expect(isConsistent(treeOf(older), treeOf(newer), other)).toBe(false);
    if (older === newer) return;
    expect(isConsistent({ size: older, root: root(newer) }, treeOf(newer), proof)).toBe(false);
    expect(isConsistent(treeOf(older), { size: newer, root: root(older) }, proof)).toBe(false);
    expect(isConsistent(treeOf(newer), treeOf(older), proof)).toBe(false);
    for (const size of [older - 1, older + 1, older ^ 2])
      expect(isConsistent({ size, root: root(older) }, treeOf(newer), proof)).toBe(false);
  });

  it("hashes leaves and nodes apart", () => {
    expect(ROOTS.map((_, at) => rootOf(LEAVES.slice(0, at + 1)))).toEqual(ROOTS);
    expect(Buffer.from(nodeHash(leafHash(hex("")), leafHash(hex("00"))))).toEqual(root(2));
  });
});

const leavesOf = (size: number) => Array.from({ length: size }, (_, at) => Buffer.from(`leaf ${at}`));
const size = fc.integer({ min: 1, max: 70 });

describe("a tree of any size", () => {
  it("has each of its leaves, in whatever order they are asked for, and no other", () => {
    fc.assert(
      fc.property(size, fc.array(fc.nat(1_000), { maxLength: 30 }), fc.nat(100), (count, picks, flip) => {
        const leaves = leavesOf(count);
        const check = inclusionCheck({ size: count, root: rootOf(leaves) });
        for (const pick of picks) {
          const index = pick % count;
          const proof = pathOf(index, leaves).map((hash) => Uint8Array.from(hash));
          const leaf = leafHash(leaves[index] ?? hex(""));
          const spoiled = proof[flip % Math.max(1, proof.length)];
          if (spoiled) {
            spoiled[flip % 32] = (spoiled[flip % 32] ?? 0) ^ 1;
            expect(check(index, leaf, proof)).toBe("wrongHash");
            spoiled[flip % 32] = (spoiled[flip % 32] ?? 0) ^ 1;
          }
          expect(check(index, leafHash(hex("00")), proof)).toBe("wrongHash");
          expect(check(index, leaf, proof)).toBe("included");
          expect(check(index, leaf, [...proof, leaf])).toBe("wrongLength");
        }
      }),
    );
  });

  it("continues each smaller one, and no other", () => {
    fc.assert(
      fc.property(size, fc.nat(70), fc.nat(70), (count, first, other) => {
        const [older, wrong] = [first % (count + 1), other % (count + 1)];
        const leaves = leavesOf(count);
        const tree = { size: count, root: rootOf(leaves) };
        const proof = consistencyOf(older, leaves);
        expect(isConsistent({ size: older, root: rootOf(leaves.slice(0, older)) }, tree, proof)).toBe(true);
        const forged = rootOf(leaves.slice(0, older).map((leaf, at) => (at === 0 ? hex("ff") : leaf)));
        if (older > 0) expect(isConsistent({ size: older, root: forged }, tree, proof)).toBe(false);
        if (wrong !== older)
          expect(isConsistent({ size: wrong, root: rootOf(leaves.slice(0, older)) }, tree, proof)).toBe(
            false,
          );
      }),
    );
  });
});
