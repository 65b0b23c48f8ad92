import type { ChainEvent } from "../chain";

/** That an event is in the log: with its hashes, the root of the checkpoint follows from its leaf (RFC 6962). */
export interface InclusionProof {
  /** Number of the event, less one. */
  readonly index: number;
  readonly size: number;
  readonly hashes: readonly Buffer[];
  /** Salt and canonical event: what is hashed after 0x00. */
  readonly leaf: Buffer;
  readonly event: ChainEvent;
  /** The signed note. */
  readonly checkpoint: string;
}

/** A proof as c2sp.org/tlog-proof has it. */
export function proofText({ index, hashes, checkpoint }: InclusionProof): string {
  const lines = [
    "c2sp.org/tlog-proof@v1",
    `index ${index}`,
    ...hashes.map((hash) => hash.toString("base64")),
  ];
  return `${lines.join("\n")}\n\n${checkpoint}`;
}
