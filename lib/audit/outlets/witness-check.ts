import type { Logger } from "pino";
import type { Ctx } from "@/lib/context";
import { type Sql, sqlOn } from "@/lib/db/sql";
import { indexLog } from "../indexing/service";
import { indexedHead } from "../indexing/store";
import { head } from "../store";
import type { LogSigner } from "../tree/checkpoint";
import { type LeafRange, type NodeHash, rangeHash } from "../tree/merkle";
import { nodesFor, signerOf } from "../tree/service";
import { type FoundNote, notesIn } from "./notes";
import { readNotes } from "./witness-file";

/** What a checkpoint from outside is to this log. */
export type Verdict =
  | "ok"
  /** The log had other events then. */
  | "rewritten"
  /** The log has fewer events by now. */
  | "shorter"
  /** It claims to be of this log, whose key did not sign it. */
  | "unsigned"
  | "otherLog"
  /** Of events that are there and that no tree was made of yet. */
  | "notIndexed";

export interface CheckedNote {
  readonly origin: string;
  readonly size: number;
  readonly verdict: Verdict;
}

/** What is wrong, to follow the size of the checkpoint; of those that are wrong. */
export const MISMATCHES: Readonly<Partial<Record<Verdict, string>>> = {
  rewritten: "the log had other events",
  shorter: "the log has fewer events now",
  unsigned: "the log did not sign it",
  otherLog: "it is of another log",
};

type Reader = Pick<Ctx, "pool" | "keys">;

/** Notes whose parts of the tree are read with one query. */
const BATCH = 100;

/** Compares checkpoints with this log as it is indexed. */
export async function checkNotes(ctx: Reader, notes: readonly FoundNote[]): Promise<CheckedNote[]> {
  const sql = sqlOn(ctx.pool);
  const signer = signerOf(ctx);
  const sizes = { indexed: (await indexedHead(sql)).seq, log: (await head(sql)).seq };
  const checked: CheckedNote[] = [];
  for (let at = 0; at < notes.length; at += BATCH)
    checked.push(...(await checkBatch(sql, signer, sizes, notes.slice(at, at + BATCH))));
  return checked;
}

interface Sizes {
  readonly indexed: number;
  readonly log: number;
}

async function checkBatch(
  sql: Sql,
  signer: LogSigner,
  sizes: Sizes,
  notes: readonly FoundNote[],
): Promise<CheckedNote[]> {
  const ranges = notes.filter(({ size }) => size <= sizes.indexed).map(({ size }) => ({ from: 0, to: size }));
  const hashOf = await nodesFor(sql, ranges);
  return notes.map((note) => ({
    origin: note.origin,
    size: note.size,
    verdict: verdictOn(note, signer, sizes, hashOf),
  }));
}

function verdictOn(note: FoundNote, signer: LogSigner, sizes: Sizes, hashOf: NodeHash): Verdict {
  const { origin, size, root, signatures } = note;
  if (origin !== signer.origin) return "otherLog";
  // Ed25519 signs the same text in the same way, so whoever has the key makes the line again.
  const own = signer.checkpoint({ size, root }).trimEnd().split("\n").at(-1);
  if (!signatures.some((line) => line === own)) return "unsigned";
  if (size > sizes.log) return "shorter";
  if (size > sizes.indexed) return "notIndexed";
  return rootOver({ from: 0, to: size }, hashOf)?.equals(root) ? "ok" : "rewritten";
}

/** Null where the tree has lost a part. */
function rootOver(range: LeafRange, hashOf: NodeHash): Buffer | null {
  try {
    return rangeHash(range, hashOf);
  } catch {
    return null;
  }
}

/** The first note in the witness's file, or at its end, that does not fit this log; null when all do. Rejects when it cannot be read. */
export async function findMismatch(
  ctx: Reader,
  path: string,
  part: "all" | "last",
): Promise<CheckedNote | null> {
  const checked = await checkNotes(ctx, notesIn(await readNotes(path, part)));
  return checked.find(({ verdict }) => verdict in MISMATCHES) ?? null;
}

/** At the start: compares the end of the witness's file with the log, and puts it into the program's log and on record when it does not fit. */
export async function reportMismatch(ctx: Ctx, log: Pick<Logger, "error">): Promise<void> {
  const { witnessFile } = ctx.outlets;
  if (witnessFile === null) return;
  try {
    if ((await readNotes(witnessFile, "last")) === "") return;
    await indexLog(ctx);
    const found = await findMismatch(ctx, witnessFile, "last");
    if (!found) return;
    const detail = { size: found.size, reason: MISMATCHES[found.verdict] ?? found.verdict };
    log.error(detail, "the audit log does not fit a checkpoint in the witness's file: run audit verify");
    await ctx.audit.record(ctx, [{ action: "audit.witnessMismatch", detail }]);
  } catch (error) {
    log.error({ err: error }, "the audit log could not be compared with the witness's file");
  }
}
