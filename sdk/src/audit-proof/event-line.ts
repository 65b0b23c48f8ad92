import { Break } from "./break.js";
import { fromBase64 } from "./bytes.js";
import { decodeLeaf, type ProvenEvent } from "./event.js";
import { hasExactly, isRecord, isSameJson, type JsonRecord } from "./json.js";
import { leafHash, type Tree } from "./merkle.js";
import { parseProof } from "./proof-text.js";
import { inclusionCheck } from "./proven-path.js";
import type { EventLabels } from "./result.js";

const FIELDS = ["seq", "leaf", "labels", "event", "proof"];

export interface EventOfLine {
  readonly event: ProvenEvent;
  readonly labels: EventLabels;
}

/** Gives the reader of event lines of one file: each event has to be in the tree of the checkpoint, and say what its line says. */
export function eventLineReader(tree: Tree, checkpoint: string): (record: JsonRecord) => EventOfLine {
  const check = inclusionCheck(tree);
  const isInOrder = orderCheck();
  return (record) => {
    const { leaf, proof, labels } = partsOf(record);
    if (proof.checkpoint !== checkpoint)
      throw new Break("proofMismatch", "The proof is for another checkpoint than the file's.");
    const event = decodeLeaf(leaf);
    if (!event) throw new Break("eventAltered", "The event's bytes are not those of an event.");
    if (event.seq !== record.seq || proof.index !== event.seq - 1)
      throw new Break("eventMisplaced", "The event, its number and its proof do not belong together.");
    const verdict = check(proof.index, leafHash(leaf), proof.hashes);
    if (verdict === "wrongLength")
      throw new Break("proofMismatch", "The proof does not fit a log of this size.");
    if (verdict === "wrongHash")
      throw new Break("eventAltered", "The event is not in the log: it or its proof was changed.");
    if (!isSameJson(record.event, event))
      throw new Break("eventAltered", "The line shows something else than what was logged.");
    if (!isInOrder(event.seq))
      throw new Break("eventMisplaced", "The events are not in order: one was swapped, repeated or put in.");
    return { event, labels };
  };
}

function partsOf(record: JsonRecord) {
  const leaf = typeof record.leaf === "string" ? fromBase64(record.leaf) : null;
  const proof = typeof record.proof === "string" ? parseProof(record.proof) : null;
  const labels = labelsOf(record.labels);
  if (!leaf || !proof || !labels || !hasExactly(record, FIELDS))
    throw new Break("unreadable", "The line is not one of an event with its proof.");
  return { leaf, proof, labels };
}

function labelsOf(found: unknown): EventLabels | null {
  if (!isRecord(found) || !hasExactly(found, ["project", "environment"])) return null;
  const { project, environment } = found;
  const isLabel = (label: unknown): label is string | null => label === null || typeof label === "string";
  return isLabel(project) && isLabel(environment) ? { project, environment } : null;
}

/** Whether numbers only rise, or only fall. */
function orderCheck(): (seq: number) => boolean {
  let last: number | null = null;
  let direction = 0;
  return (seq) => {
    const step = last === null ? 0 : Math.sign(seq - last);
    const isFirst = last === null;
    if (direction === 0) direction = step;
    last = seq;
    return isFirst || (step !== 0 && step === direction);
  };
}
