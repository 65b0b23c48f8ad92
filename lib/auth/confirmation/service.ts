import { findAccount } from "@/lib/accounts/store";
import type { UserActor } from "@/lib/authorization/actor";
import type { Ctx } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { AppError, fieldError } from "@/lib/platform/app-error";
import { isPassword } from "../password";
import { countSecondFactors } from "../pending/store";
import type { Lane } from "../semaphore";
import { withinBounds } from "../throttle/throttle";
import { isOwnCode } from "../totp/proof";
import type { ConfirmationMethod, ConfirmationMethods } from "./model";
import * as store from "./store";

type SessionCtx = Ctx & { readonly actor: UserActor };

/** A password, or a code of the authenticator app. Passkeys are checked elsewhere, see `recordConfirmation`. */
export type Proof = { readonly password: string } | { readonly code: string };

/** What the actor can confirm with. Nothing at all: only signing in anew helps. */
export async function confirmationMethods(ctx: SessionCtx): Promise<ConfirmationMethods> {
  const { id, email } = ctx.actor;
  const account = await findAccount(ctx.db, ctx.seals, { id });
  const { hasTotp, passkeyCount } = await countSecondFactors(ctx.db, id);
  return { email, hasPassword: typeof account?.passwordHash === "string", hasTotp, passkeyCount };
}

/**
 * Proves that whoever uses this session is still its person, so that it may do what is sensitive for 15 minutes. Any one
 * proof is enough, for those with a second factor too: they showed both when the session began. Wrong ones are audited and
 * count for this session alone: neither keeps the other out who guesses elsewhere. Throws `validation` on the field, `throttled`, or `unauthenticated`.
 */
export async function confirmSession(ctx: SessionCtx, proof: Proof): Promise<void> {
  const { id: userId, email } = ctx.actor;
  if ("password" in proof) {
    const isRight = await withinBounds(ctx, email, (lane) => checkPassword(ctx, proof.password, lane));
    if (!isRight) throw fieldError("password", "Wrong password.");
    return recordConfirmation(ctx, "password");
  }
  if (!(await isOwnCode(ctx, { userId, email }, proof.code)))
    throw fieldError("code", "This code is wrong or was used already. Wait for the next one.");
  return recordConfirmation(ctx, "totp");
}

async function checkPassword(ctx: SessionCtx, password: string, lane: Lane): Promise<true | null> {
  const account = await findAccount(ctx.db, ctx.seals, { id: ctx.actor.id });
  if (await isPassword(account?.passwordHash ?? null, password, lane)) return true;
  const event = {
    action: "session.refused",
    target: { name: ctx.actor.email },
    detail: { reason: "wrong password" },
  } as const;
  ctx.audit.refuse(ctx, event);
  return null;
}

/** Sets the session's time of proof. Call it only after `method` was checked for the actor. Throws `unauthenticated`. */
export async function recordConfirmation(ctx: SessionCtx, method: ConfirmationMethod): Promise<void> {
  const { id: userId, email, sessionId: id } = ctx.actor;
  await inTransaction(ctx, async (tx) => {
    if (!(await store.confirmSession(tx, ctx.seals, { id, userId }, ctx.now())))
      throw new AppError("unauthenticated", "Session expired. Sign in to continue.");
    const event = { action: "session.confirmed", target: { name: email }, detail: { method } } as const;
    await ctx.audit.append(tx, ctx, [event]);
  });
}
