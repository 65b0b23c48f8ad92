import { createHash } from "node:crypto";
import { open, rename } from "node:fs/promises";
import { join } from "node:path";
import type { Ctx } from "@/lib/context";
import { sqlOn } from "@/lib/db/sql";
import type { PrunableKind } from "@/lib/platform/retention";
import { endLine, eventLine, headerLine } from "../evidence/model";
import { proofsOf } from "../proof/service";
import { linksOf } from "../store";
import { signerOf } from "../tree/service";
import type { Checkpoint } from "../tree/store";

/** Events whose proofs are made at a time. */
const PART = 500;
const NUMBER_DIGITS = 12;

interface Leaving {
  readonly kind: PrunableKind;
  /** In order. */
  readonly seqs: readonly number[];
  readonly checkpoint: Checkpoint;
}

/**
 * Writes events that are about to leave to a file of evidence of its own in `folder`, and has it on disk before it returns.
 * Throws what the file system says.
 */
export async function archive(
  ctx: Pick<Ctx, "pool" | "keys" | "now">,
  folder: string,
  { kind, seqs, checkpoint }: Leaving,
): Promise<void> {
  const signer = signerOf(ctx);
  const name = `audit-${kind}-${padded(seqs[0])}-${padded(seqs.at(-1))}.jsonl`;
  const path = join(folder, name);
  const file = await open(`${path}.part`, "w", 0o600);
  try {
    const hash = createHash("sha256");
    let events = 0;
    const write = async (lines: readonly object[]) => {
      const bytes = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
      hash.update(bytes);
      await file.writeFile(bytes);
    };
    await write([headerLine(signer, { kind }, { checkpoint: checkpoint.note, made: ctx.now() })]);
    for (let at = 0; at < seqs.length; at += PART) {
      const links = await linksOf(sqlOn(ctx.pool), seqs.slice(at, at + PART));
      const proofs = await proofsOf(ctx, checkpoint, links.reverse());
      events += proofs.length;
      await write(proofs.map((proof) => eventLine(proof, { project: null, environment: null })));
    }
    const end = endLine(signer, { events, sha256: hash.digest("hex") });
    await file.writeFile(`${JSON.stringify(end)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.part`, path);
}

function padded(seq: number | undefined): string {
  return String(seq ?? 0).padStart(NUMBER_DIGITS, "0");
}
