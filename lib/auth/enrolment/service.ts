import type { Ctx } from "@/lib/context";
import type { PendingSignIn } from "../pending/model";
import { completeSignIn, findPendingSignIn, signInOver } from "../pending/service";
import type { StartedSession } from "../service";
import type { TotpSetup } from "../totp/model";
import { confirmStaged, stagedTotp, stageTotp } from "../totp/service";

type Token = string | undefined;

/** Begins to set up an authenticator app within a sign-in that needs one. Throws `unauthenticated` when it is over. */
export async function startEnrolment(ctx: Ctx, token: Token): Promise<void> {
  await stageTotp(ctx, await enrolling(ctx, token));
}

/** What the app needs, while it is being set up in this sign-in; else null. */
export async function enrolmentSetup(ctx: Ctx, pending: PendingSignIn): Promise<TotpSetup | null> {
  return pending.need === "enrolment" ? stagedTotp(ctx, pending) : null;
}

/**
 * Ends the setting-up by a first code and answers with the recovery codes, to be shown this once. No session begins: that
 * is `completeEnrolment`, when the person has kept them. Throws `unauthenticated`, or `validation` on the field.
 */
export async function enrolTotp(ctx: Ctx, token: Token, code: string): Promise<readonly string[]> {
  const { id: pendingId, userId, email } = await enrolling(ctx, token);
  return confirmStaged(ctx, { userId, email, pendingId }, code);
}

/** Starts the session of a sign-in in which the person set up their first factor. Throws `unauthenticated` for others. */
export async function completeEnrolment(ctx: Ctx, token: Token): Promise<StartedSession> {
  const pending = await findPendingSignIn(ctx, token);
  if (!pending?.enrolled) throw signInOver();
  return completeSignIn(ctx, token, [pending.enrolled]);
}

async function enrolling(ctx: Ctx, token: Token): Promise<PendingSignIn> {
  const pending = await findPendingSignIn(ctx, token);
  if (pending?.need !== "enrolment") throw signInOver();
  return pending;
}
