import { type CheckedNote, findMismatch, MISMATCHES } from "@/lib/audit/outlets/witness-check";
import { BREACHES } from "@/lib/audit/verification/breaches";
import {
  logSource,
  type Verification,
  type VerifyOptions,
  verifyChain,
} from "@/lib/audit/verification/service";
import type { Ctx } from "@/lib/context";
import { counted } from "@/lib/counted";
import { fieldError } from "@/lib/platform/app-error";
import {
  distinct,
  endAlert,
  type TamperedRow,
  verifyAgainstLog,
  verifyRows,
} from "@/lib/seals/verification/service";
import type { Answer } from "../shell";

/**
 * Recomputes the audit log, its tree and its checkpoints, and says where it ends, or where it breaks first; then checks the seals of all rows
 * that grant something, and names those that are not as the program wrote them. Where a file is a witness,
 * all of its checkpoints have to fit too.
 */
export async function verifyAudit(ctx: Ctx, options: VerifyOptions): Promise<Answer> {
  const chain = await verifyChain(logSource(ctx), options);
  const { checked, tampered: broken } = await verifyRows(ctx);
  const tampered = chain.isIntact ? distinct([...broken, ...(await verifyAgainstLog(ctx))]) : broken;
  const { witnessFile } = ctx.outlets;
  const contradiction =
    chain.isIntact && witnessFile !== null ? await findMismatch(ctx, witnessFile, "all") : null;
  const isIntact = chain.isIntact && tampered.length === 0 && contradiction === null;
  if (isIntact && options.from === undefined) await endAlert(ctx);
  return {
    data: { ...chain, isIntact, rows: { checked, tampered }, witness: contradiction },
    lines: [...chainLines(chain), ...rowLines(checked, tampered), ...witnessLines(contradiction)],
    isBad: !isIntact,
  };
}

function chainLines(chain: Verification): string[] {
  if (!chain.isIntact) return [`Broken: event ${chain.seq} ${BREACHES[chain.breach]}.`];
  const { checked, head } = chain;
  return [`Intact: ${counted(checked, "event")} checked.`, `Head: ${head.seq}:${head.hash}`];
}

function witnessLines(contradiction: CheckedNote | null): string[] {
  if (!contradiction) return [];
  const { size, verdict } = contradiction;
  return [`Witness: its checkpoint of ${counted(size, "event")} does not fit: ${MISMATCHES[verdict]}.`];
}

function rowLines(checked: number, tampered: readonly TamperedRow[]): string[] {
  if (tampered.length === 0) return [`Sealed: ${counted(checked, "row")} checked.`];
  return [
    `Tampered: ${counted(tampered.length, "row")} not as this program wrote them.`,
    ...tampered.map(({ table, id, name }) => `  ${table} ${id} (${name})`),
  ];
}

const PROGRESS_MS = 500;

/** Shows on a terminal how far a verification is, now and then; the last line is taken away. */
export function progressOn(notes: NodeJS.WriteStream): NonNullable<VerifyOptions["onProgress"]> {
  let shownAt = performance.now();
  return (seq, of) => {
    if (!notes.isTTY || (performance.now() - shownAt < PROGRESS_MS && seq < of)) return;
    shownAt = performance.now();
    const number = (n: number) => n.toLocaleString("en");
    notes.write(seq < of ? `\r\x1b[K${number(seq)} of ${number(of)} events are intact` : "\r\x1b[K");
  };
}

/** Reads `--from` and `--expect`, the latter as `audit verify` prints a head. */
export function readVerifyOptions(from: string | undefined, expected: string | undefined): VerifyOptions {
  const head = expected === undefined ? undefined : /^(\d{1,15}):([0-9a-f]{64})$/i.exec(expected);
  if (from !== undefined && !/^[1-9]\d{0,14}$/.test(from))
    throw fieldError("from", "This is the number of an event.");
  if (head === null)
    throw fieldError("expect", "A head is a number, a colon and 64 hex digits, as printed here.");
  const [, seq, hash] = head ?? [];
  return {
    ...(from === undefined ? {} : { from: Number(from) }),
    ...(seq === undefined || hash === undefined ? {} : { expectedHead: { seq: Number(seq), hash } }),
  };
}
