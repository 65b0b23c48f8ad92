import { fromBase64, hashFrom, wholeNumber } from "./bytes.js";

/** That an event is in the tree of a checkpoint (c2sp.org/tlog-proof@v1). */
export interface InclusionProof {
  /** From 0. */
  readonly index: number;
  /** From the sibling of the leaf up to the child of the root. */
  readonly hashes: readonly Uint8Array[];
  /** A signed note, verbatim. */
  readonly checkpoint: string;
}

const FORMAT = "c2sp.org/tlog-proof@v1";
const HASHES_MAX = 64;

/** Reads the text of a proof. Null when it is none. */
export function parseProof(text: string): InclusionProof | null {
  const end = text.indexOf("\n\n");
  if (end < 0) return null;
  const [format, ...lines] = text.slice(0, end).split("\n");
  if (lines[0]?.startsWith("extra ") && fromBase64(lines.shift()?.slice("extra ".length) ?? "") === null)
    return null;
  const [indexLine = "", ...hashLines] = lines;
  const index = indexLine.startsWith("index ") ? wholeNumber(indexLine.slice("index ".length)) : null;
  if (format !== FORMAT || index === null || hashLines.length > HASHES_MAX) return null;
  const hashes = hashLines.flatMap((line) => hashFrom(line) ?? []);
  return hashes.length === hashLines.length ? { index, hashes, checkpoint: text.slice(end + 2) } : null;
}
