import type { UserActor } from "@/lib/authorization/actor";
import { CONFIRMED_SECONDS_MAX, isConfirmed, requireRecentProof } from "@/lib/authorization/recent-proof";
import type { Ctx } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { currentSettings } from "@/lib/organisation/service";
import { AppError, fieldError } from "@/lib/platform/app-error";
import { qrOf } from "@/lib/platform/qr";
import { addFactor, type FactorOwner } from "../factors/service";
import { secondsBefore } from "../session";
import { stepOfCode } from "./code";
import type { TotpSetup } from "./model";
import { newTotpSecret, openTotpSecret, sealTotpSecret, totpOf } from "./secret";
import * as store from "./store";

type SessionCtx = Ctx & { readonly actor: UserActor };

interface Person {
  readonly userId: string;
  readonly email: string;
}

/** Begins to set up an authenticator app for the actor, beside the one that they may have. Throws `confirmationNeeded`. */
export async function startTotp(ctx: SessionCtx): Promise<void> {
  requireRecentProof(ctx);
  const { id: userId, email } = ctx.actor;
  await stageTotp(ctx, { userId, email });
}

/** The same for a person who was checked otherwise. */
export async function stageTotp(ctx: Ctx, { userId, email }: Person): Promise<void> {
  const secret = sealTotpSecret(ctx.keys, userId, newTotpSecret());
  await inTransaction(ctx, async (tx) => {
    if (!(await store.stageSecret(tx, ctx.seals, { userId, secret, now: ctx.now() })))
      throw new AppError("conflict", "This cannot be set up now. Ask an Owner to reset your second factor.");
    await ctx.audit.append(tx, ctx, [
      { action: "factor.begun", target: { name: email }, detail: { kind: "totp" } },
    ]);
  });
}

/** What the actor's app needs, while it is being set up; null when nothing was begun, or it is not confirmed who asks. */
export async function totpSetup(ctx: SessionCtx): Promise<TotpSetup | null> {
  const { id: userId, email } = ctx.actor;
  return isConfirmed(ctx.actor, ctx.now()) ? stagedTotp(ctx, { userId, email }) : null;
}

/** The same for a person who was checked otherwise. */
export async function stagedTotp(ctx: Ctx, { userId, email }: Person): Promise<TotpSetup | null> {
  const staged = await findStaged(ctx, userId);
  if (staged === null) return null;
  const { name: issuer } = await currentSettings(ctx);
  const totp = totpOf(openTotpSecret(ctx.keys, userId, staged), { issuer, label: email });
  return { secret: (totp.secret.base32.match(/.{1,4}/g) ?? []).join(" "), qr: qrOf(totp.toString()) };
}

/** Ends the setting-up by a first code; see `confirmStaged`. Throws `confirmationNeeded`. */
export async function confirmTotp(ctx: SessionCtx, code: string): Promise<readonly string[]> {
  requireRecentProof(ctx);
  const { id: userId, email } = ctx.actor;
  return confirmStaged(ctx, { userId, email, pendingId: null }, code);
}

/**
 * Makes the staged app the person's authenticator, in the place of an older one, when `code` is one of its codes; that one
 * is spent with it. Answers as `addFactor` does. Wrong codes are not counted: the secret is on the screen.
 */
export async function confirmStaged(ctx: Ctx, owner: FactorOwner, code: string): Promise<readonly string[]> {
  const { userId } = owner;
  const secret = await findStaged(ctx, userId);
  if (secret === null) throw new AppError("conflict", "Setting up took too long. Begin again.");
  const now = ctx.now();
  const step = stepOfCode(openTotpSecret(ctx.keys, userId, secret), code, now);
  if (step === null)
    throw fieldError("code", "Wrong code. Use the current one and check your phone’s clock.");
  return addFactor(ctx, owner, { kind: "totp" }, (tx) =>
    store.confirmStaged(tx, ctx.seals, { userId, secret, step, now }),
  );
}

function findStaged(ctx: Ctx, userId: string): Promise<string | null> {
  const now = ctx.now();
  const since = secondsBefore(now, CONFIRMED_SECONDS_MAX);
  return store.findStaged(ctx.db, ctx.seals, userId, { since, now });
}
