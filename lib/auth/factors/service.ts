import { deleteSessions, lockAccount } from "@/lib/accounts/store";
import type { UserActor } from "@/lib/authorization/actor";
import { requireRecentProof } from "@/lib/authorization/recent-proof";
import type { Ctx } from "@/lib/context";
import type { Tx } from "@/lib/db/client";
import { inTransaction } from "@/lib/db/transaction";
import { currentSettings } from "@/lib/organisation/service";
import { AppError } from "@/lib/platform/app-error";
import { hasSecondFactor } from "../pending/model";
import { requireSecondFactors, signInOver } from "../pending/service";
import { countSecondFactors } from "../pending/store";
import { codesMade, replaceRecoveryCodes } from "../recovery/service";
import { deleteCodes } from "../recovery/store";
import type { Factor, FactorKind, OwnFactors } from "./model";
import * as store from "./store";

type SessionCtx = Ctx & { readonly actor: UserActor };

/** Whose factor it is, and the pending sign-in in which it is set up; none on the account page. */
export interface FactorOwner {
  readonly userId: string;
  readonly email: string;
  readonly pendingId: string | null;
}

/** One change of the rows of a factor. False when there was nothing to change. */
type Change = (tx: Tx) => Promise<boolean>;

/** What the actor can show to sign in, and what the organisation asks for. */
export async function ownFactors(ctx: SessionCtx): Promise<OwnFactors> {
  const { id } = ctx.actor;
  const { requiresSecondFactor: isRequired } = await currentSettings(ctx);
  return { ...(await countSecondFactors(ctx.db, id)), ...(await store.findProofs(ctx.db, id)), isRequired };
}

/**
 * Adds a factor by `insert` and ends the person's other pending sign-ins, with an authenticator app that replaces one also
 * their other sessions. Answers with ten recovery codes to be shown this once when there are none left, else with none. Who
 * asks for it was checked by the caller; within a sign-in it has to be the first one. Throws `conflict` when `insert` found nothing to do, `unauthenticated` when the sign-in is over.
 */
export async function addFactor(
  ctx: Ctx,
  owner: FactorOwner,
  factor: Factor,
  insert: Change,
): Promise<readonly string[]> {
  const { userId, email, pendingId } = owner;
  const { kind } = factor;
  return inTransaction(ctx, async (tx) => {
    await lockAccount(tx, userId);
    const before = await requireSecondFactors(ctx, tx, userId);
    if (pendingId !== null) await enrol(ctx, tx, pendingId, kind, hasSecondFactor(before));
    if (!(await insert(tx))) throw new AppError("conflict", "This was set up, or begun anew, elsewhere.");
    await store.noteFactorCount(tx, ctx.seals, userId);
    await store.endOtherPending(tx, userId, pendingId);
    const endedSessions = kind === "totp" && before.hasTotp ? await endOtherSessions(ctx, tx) : 0;
    const codes = before.recoveryCodesLeft > 0 ? [] : await replaceRecoveryCodes(ctx, tx, userId);
    const detail = { ...factor, endedSessions };
    const added = { action: "factor.added", target: { name: email }, detail } as const;
    await ctx.audit.append(tx, ctx, codes.length > 0 ? [added, codesMade(email)] : [added]);
    return codes;
  });
}

async function enrol(ctx: Ctx, tx: Tx, pendingId: string, kind: FactorKind, hasOne: boolean): Promise<void> {
  if (hasOne || !(await store.markEnrolled(tx, ctx.seals, { id: pendingId, kind }, ctx.now())))
    throw signInOver();
}

/**
 * Removes one of the actor's factors by `remove`, and ends their other sessions and pending sign-ins: a factor mostly goes
 * because a device did. With the last one the recovery codes go too. Throws `confirmationNeeded`, `notFound`, or `conflict`
 * when the organisation requires a second factor and this is the last.
 */
export async function removeFactor(ctx: SessionCtx, factor: Factor, remove: Change): Promise<void> {
  requireRecentProof(ctx);
  const { id: userId, email } = ctx.actor;
  await inTransaction(ctx, async (tx) => {
    await lockAccount(tx, userId);
    await requireSecondFactors(ctx, tx, userId);
    if (!(await remove(tx))) throw new AppError("notFound", "This was removed already.");
    await store.noteFactorCount(tx, ctx.seals, userId);
    if (!hasSecondFactor(await countSecondFactors(tx, userId))) await loseLast(ctx, tx, userId);
    const detail = { ...factor, endedSessions: await endOtherSessions(ctx, tx) };
    await ctx.audit.append(tx, ctx, [{ action: "factor.removed", target: { name: email }, detail }]);
  });
}

async function endOtherSessions({ actor }: Ctx, tx: Tx): Promise<number> {
  if (actor.kind !== "user" || actor.personalKey || actor.valueLink) return 0;
  return deleteSessions(tx, { userId: actor.id, id: { not: actor.sessionId } });
}

async function loseLast(ctx: Ctx, tx: Tx, userId: string): Promise<void> {
  const { requiresSecondFactor } = await currentSettings({ ...ctx, db: tx });
  if (requiresSecondFactor)
    throw new AppError(
      "conflict",
      "Your organisation requires a second factor, and this is your last. Set up another one first.",
    );
  await deleteCodes(tx, userId);
}

/** Removes the actor's authenticator app; see `removeFactor`. */
export function removeTotp(ctx: SessionCtx): Promise<void> {
  return removeFactor(ctx, { kind: "totp" }, (tx) => store.deleteTotp(tx, ctx.actor.id));
}
