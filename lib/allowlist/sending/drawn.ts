import type { Permit } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import type { EgressOutcome } from "@/lib/net/egress";
import { LIMIT_SECONDS } from "@/lib/pools/model";
import { reportDrawn } from "@/lib/pools/reporting/service";
import { type DrawnMember, drawMember } from "@/lib/pools/taking/service";
import { type Configuration, poolsIn, type StoredSecret } from "../configuration/model";
import type { DrawnMembers } from "./used-secrets";

type SendPermit = Permit<"allowlist.send">;

/** A member of each pool that a configuration draws from. Throws `poolExhausted`. */
export async function drawMembers(
  ctx: Ctx,
  permit: SendPermit,
  configuration: Configuration<StoredSecret>,
): Promise<DrawnMembers> {
  const drawn = new Map<string, DrawnMember>();
  for (const pool of poolsIn(configuration)) drawn.set(pool, await drawMember(ctx, permit, pool));
  return drawn;
}

/** What an answer says of the member that was drawn. */
interface Verdict {
  readonly outcome: "limited" | "refused";
  /** Whether the endpoint may have done what it was asked for. */
  readonly mayBeDone: boolean;
}

/**
 * Reports what an answer says of the one member that was drawn: 401 refuses it, 429 limits it for as long as the answer says, and 403
 * for a minute, since what a caller sends can bring one about. Null where it says nothing, or several were drawn: nobody knows which.
 */
export async function judgeDrawn(
  ctx: Ctx,
  { environment }: SendPermit,
  drawn: DrawnMembers,
  outcome: EgressOutcome,
): Promise<Verdict | null> {
  const [member] = drawn.values();
  if (!member || drawn.size > 1 || !("answer" in outcome)) return null;
  const { status, headers } = outcome.answer;
  if (status !== 401 && status !== 403 && status !== 429) return null;
  const verdict: Verdict = { outcome: status === 401 ? "refused" : "limited", mayBeDone: status === 403 };
  const retryAfter = headers.find(([name]) => name.toLowerCase() === "retry-after")?.[1];
  const seconds = status === 429 && retryAfter !== undefined ? secondsIn(retryAfter, ctx.now()) : null;
  await reportDrawn(ctx, environment, member, {
    outcome: verdict.outcome,
    ...(seconds !== null && { retryAfterSeconds: seconds }),
  });
  return verdict;
}

/** Whole seconds of a `Retry-After` (RFC 9110, section 10.2.3), a day at most; null for anything else. */
function secondsIn(text: string, now: Date): number | null {
  const seconds = /^\s*\d+\s*$/.test(text) ? Number(text) : (Date.parse(text) - now.getTime()) / 1_000;
  return Number.isFinite(seconds) ? Math.min(LIMIT_SECONDS.max, Math.max(1, Math.ceil(seconds))) : null;
}
