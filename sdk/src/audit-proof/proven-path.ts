import { isSame } from "./bytes.js";
import { parentHash, type Step, stepsFrom, type Tree } from "./merkle.js";

/** A node whose hash is proven, with that of its sibling. */
interface ProvenNode extends Step {
  readonly hash: Uint8Array;
  readonly sibling: Uint8Array;
}

export type InclusionVerdict = "included" | "wrongLength" | "wrongHash";

/** Says whether leaves are in one tree: `hash` is that of the leaf, `proof` its siblings from the bottom. */
export type InclusionCheck = (
  index: number,
  hash: Uint8Array,
  proof: readonly Uint8Array[],
) => InclusionVerdict;

/**
 * Checks inclusion proofs of one tree (RFC 9162, 2.1.3.2). Remembers the way of the last leaf to the root: one of the leaves beside it needs
 * hashing only up to where the ways meet, and above that its proof is compared. So leaves in order cost about two hashes each.
 */
export function inclusionCheck({ size, root }: Tree): InclusionCheck {
  let last: ReadonlyMap<number, ProvenNode> = new Map();

  return (index, leaf, proof) => {
    if (index < 0 || index >= size) return "wrongLength";
    const steps = stepsFrom(index, size);
    if (steps.length !== proof.length) return "wrongLength";
    const nodes: ProvenNode[] = [];
    let hash = leaf;
    for (const [at, step] of steps.entries()) {
      const sibling = proof[at] ?? leaf;
      const known = knownOf(last, step);
      // From a node on that is known, the way is the last one's.
      if (known && !isSame(hash, known.hash)) return "wrongHash";
      if (known && !isSame(sibling, known.sibling)) return "wrongHash";
      nodes.push(known ?? { ...step, hash, sibling });
      const above = steps[at + 1];
      hash = (known && above && knownOf(last, above)?.hash) ?? parentHash(step, hash, sibling);
    }
    if (!isSame(hash, root)) return "wrongHash";
    last = new Map(nodes.map((node) => [node.level, node]));
    return "included";
  };
}

/** What is known of a node of the last way, or of the sibling of one. */
function knownOf(last: ReadonlyMap<number, ProvenNode>, step: Step): ProvenNode | null {
  const node = last.get(step.level);
  if (node?.index === step.index) return node;
  const sibling = step.index + (step.isSiblingLeft ? -1 : 1);
  return node?.index === sibling ? { ...step, hash: node.sibling, sibling: node.hash } : null;
}
