import type { Ctx } from "@/lib/context";
import { fieldError } from "@/lib/platform/app-error";
import { completeSignIn, findPendingSignIn, signInOver } from "../pending/service";
import { spendRecoveryCode } from "../recovery/service";
import type { StartedSession } from "../service";
import { isOwnCode } from "../totp/proof";

/**
 * Ends a pending sign-in by a code of the authenticator app. Throws `unauthenticated` when the sign-in is over,
 * `validation` on the field for a wrong code or one that was used, `throttled`.
 */
export async function signInByCode(
  ctx: Ctx,
  token: string | undefined,
  code: string,
): Promise<StartedSession> {
  const person = await pendingOf(ctx, token);
  if (!(await isOwnCode(ctx, person, code)))
    throw fieldError("code", "This code is wrong or was used already. Wait for the next one.");
  return completeSignIn(ctx, token, ["totp"]);
}

/** The same by one of the person's recovery codes, which is then spent. */
export async function signInByRecoveryCode(
  ctx: Ctx,
  token: string | undefined,
  code: string,
): Promise<StartedSession> {
  const person = await pendingOf(ctx, token);
  if (!(await spendRecoveryCode(ctx, person, code)))
    throw fieldError("recoveryCode", "This is not one of your recovery codes, or it was used already.");
  return completeSignIn(ctx, token, ["recoveryCode"]);
}

async function pendingOf(ctx: Ctx, token: string | undefined) {
  const pending = await findPendingSignIn(ctx, token);
  if (pending?.need !== "secondFactor") throw signInOver();
  return pending;
}
