import type { NewAuditEvent } from "@/lib/audit/model";
import type { UserActor } from "@/lib/authorization/actor";
import { requireRecentProof } from "@/lib/authorization/recent-proof";
import type { Ctx } from "@/lib/context";
import type { Tx } from "@/lib/db/client";
import { inTransaction } from "@/lib/db/transaction";
import { AppError } from "@/lib/platform/app-error";
import { newId } from "@/lib/platform/ids";
import { hasSecondFactor } from "../pending/model";
import { requireSecondFactors } from "../pending/service";
import { countingFailures } from "../throttle/throttle";
import { newRecoveryCode, RECOVERY_CODES, recoveryCodeHash } from "./code";
import * as store from "./store";

/** Ten new codes to be shown this once; the old ones end. The caller appends `codesMade` to its events. */
export async function replaceRecoveryCodes(
  ctx: Pick<Ctx, "keys" | "seals" | "now">,
  tx: Tx,
  userId: string,
): Promise<readonly string[]> {
  const now = ctx.now();
  const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
  const rows = codes.map((code) => ({ id: newId(now), codeHash: recoveryCodeHash(ctx.keys, userId, code) }));
  await store.replaceCodes(tx, ctx.seals, userId, rows, now);
  return codes;
}

export function codesMade(email: string): NewAuditEvent {
  return { action: "recoveryCodes.made", target: { name: email }, detail: { count: RECOVERY_CODES } };
}

/**
 * Makes the actor ten new recovery codes, which end the old ones and cannot be shown again. Throws
 * `confirmationNeeded`, or `conflict` for somebody without a second factor: there is nothing to recover.
 */
export async function makeRecoveryCodes(
  ctx: Ctx & { readonly actor: UserActor },
): Promise<readonly string[]> {
  requireRecentProof(ctx);
  const { id, email } = ctx.actor;
  return inTransaction(ctx, async (tx) => {
    if (!hasSecondFactor(await requireSecondFactors(ctx, tx, id)))
      throw new AppError("conflict", "Recovery codes replace a second factor, and you have none.");
    const codes = await replaceRecoveryCodes(ctx, tx, id);
    await ctx.audit.append(tx, ctx, [codesMade(email)]);
    return codes;
  });
}

/**
 * Spends one of the person's recovery codes; false for a wrong or used one, which is audited and counts against
 * the limits on second factors: `throttled` once they are reached. A right one is always accepted, nobody can guess it.
 */
export async function spendRecoveryCode(
  ctx: Ctx,
  person: { readonly userId: string; readonly email: string },
  code: string,
): Promise<boolean> {
  const spent = await countingFailures(ctx, person.email, () => spend(ctx, person, code));
  return spent !== null;
}

async function spend(
  ctx: Ctx,
  { userId, email }: { readonly userId: string; readonly email: string },
  code: string,
): Promise<true | null> {
  const target = { name: email };
  const isSpent = await inTransaction(ctx, async (tx) => {
    if (!(await store.takeCode(tx, ctx.seals, userId, recoveryCodeHash(ctx.keys, userId, code), ctx.now())))
      return false;
    const left = await store.countCodesLeft(tx, userId);
    await ctx.audit.append(tx, ctx, [{ action: "factor.recovered", target, detail: { left } }]);
    return true;
  });
  if (isSpent) return true;
  const detail = { reason: "wrong recovery code" };
  ctx.audit.refuse(ctx, { action: "session.refused", target, detail });
  return null;
}
