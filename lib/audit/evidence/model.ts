import { fieldError } from "@/lib/platform/app-error";
import { type InclusionProof, proofText } from "../proof/model";
import type { LogSigner } from "../tree/checkpoint";

/** The most events of one file. Each comes with its proof, so it is much larger than in an export. */
export const EVIDENCE_EVENTS_MAX = 10_000;

/** Where an event happened, by the short names that its project and environment have now. */
export interface EventLabels {
  readonly project: string | null;
  readonly environment: string | null;
}

/** The first line of a file of evidence (docs/audit.md). */
export function headerLine(
  { origin, verifierKey }: LogSigner,
  filters: object,
  { checkpoint, made }: { readonly checkpoint: string; readonly made: Date },
): object {
  // Without those that are not asked for, and with times as text.
  const narrowed = JSON.parse(JSON.stringify(filters));
  const format = "strongroom-evidence/1";
  return { format, origin, verifierKey, made: made.toISOString(), filters: narrowed, checkpoint };
}

export function eventLine(proof: InclusionProof, { project, environment }: EventLabels): object {
  const { seq, id, atMs, detail, ...rest } = proof.event;
  return {
    seq,
    leaf: proof.leaf.toString("base64"),
    labels: { project, environment },
    event: { seq, id, at: new Date(atMs).toISOString(), ...rest, detail: JSON.parse(detail) },
    proof: proofText(proof),
  };
}

/** What a file of events was signed with: how many, and the SHA-256 of all bytes before its last line, in hex. */
export interface SignedContent {
  readonly events: number;
  readonly sha256: string;
}

/** The last line of a file. */
export function endLine(signer: LogSigner, { events, sha256 }: SignedContent): object {
  const text = `strongroom-export/1\n${signer.origin}\n${events}\n${sha256}\n`;
  return { events, sha256, signature: signer.signedNote(text) };
}

/**
 * The size of the older log that was given: as a number, or by its checkpoint, of which only log and size are looked at. Whether
 * it is one of this log's is for whoever verifies to say: it has the checkpoint, and gets what the log was at that size.
 */
export function olderSize(text: string, origin: string): number {
  const [first = "", second = ""] = text.trim().split(/\r?\n/);
  const isCheckpoint = first.startsWith("strongroom/");
  if (isCheckpoint && first !== origin) throw fieldError("since", "This checkpoint is of another log.");
  const size = isCheckpoint ? second : first;
  if (!/^\d{1,15}$/.test(size))
    throw fieldError("since", "Give a checkpoint, or the number of events that a log had.");
  return Number(size);
}
