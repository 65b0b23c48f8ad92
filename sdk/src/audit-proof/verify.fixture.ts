import {
  evidenceLines,
  fileOf,
  leafOf,
  partsOf,
  rootOf,
  signedLines,
  testEvent,
  testLog,
} from "./evidence.fixture";
import type { EvidenceOptions } from "./result";
import { verifyEvidence } from "./verify";

export const log = testLog();
export const other = testLog("b");
export const leavesOf = (count: number) =>
  Array.from({ length: count }, (_, at) => leafOf(testEvent(at + 1)));
export const LEAVES = leavesOf(23);
export const SEQS = [21, 20, 14, 9, 8, 3];
export const LINES = evidenceLines({ leaves: LEAVES, seqs: SEQS });
/** The checkpoint of the first so many leaves. */
export const checkpoint = (size: number, of = log, leaves = LEAVES) =>
  of.checkpointOf({ size, root: rootOf(leaves.slice(0, size)) });

export const verify = (lines: readonly string[], options: EvidenceOptions = {}) =>
  verifyEvidence(partsOf(fileOf(lines)), options);

export async function breakOf(lines: readonly string[], options: EvidenceOptions = {}) {
  const result = await verify(lines, options);
  return result.isIntact ? null : { kind: result.break.kind, line: result.break.line };
}

/** The lines with one of them changed. */
export function changed(
  at: number,
  change: (line: Record<string, unknown>) => unknown,
  lines = LINES,
): string[] {
  return lines.map((line, index) =>
    index === at ? JSON.stringify({ ...JSON.parse(line), ...Object(change(JSON.parse(line))) }) : line,
  );
}

/** The same, signed again: what somebody could hand over who has the log's key, or what a fault of the program would give. */
export function resigned(lines: readonly string[], of = log, events = SEQS.length): string[] {
  return signedLines(of, lines.slice(0, -1), events);
}
