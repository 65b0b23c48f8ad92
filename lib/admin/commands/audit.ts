import { type Breach, type VerifyOptions, verifyChain } from "@/lib/audit/verification";
import type { Ctx } from "@/lib/context";
import { fieldError } from "@/lib/platform/app-error";
import type { Answer } from "../shell";

const BREACHES: Readonly<Record<Breach, string>> = {
  removed: "is missing",
  altered: "was altered",
  unlinked: "does not follow from the one before it",
  headMoved: "is not the end that the log says it has",
  unexpectedHead: "is not what it was when it was noted down",
};

/** Recomputes the chain of the audit log and says where it ends, or where it breaks first. */
export async function verifyAudit(ctx: Pick<Ctx, "pool" | "keys">, options: VerifyOptions): Promise<Answer> {
  const found = await verifyChain({ pool: ctx.pool, key: ctx.keys.derive("audit") }, options);
  if (!found.isIntact) {
    return {
      data: { ...found },
      lines: [`Broken: event ${found.seq} ${BREACHES[found.breach]}.`],
      isBad: true,
    };
  }
  const { checked, head } = found;
  const events = checked === 1 ? "1 event" : `${checked.toLocaleString("en")} events`;
  return {
    data: { ...found },
    lines: [`Intact: ${events} checked.`, `Head: ${head.seq}:${head.hash}`],
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
