import type { UserActor } from "@/lib/authorization/actor";
import { requireRecentProof } from "@/lib/authorization/recent-proof";
import type { Ctx } from "@/lib/context";
import { databaseFailure } from "@/lib/db/errors";
import { inTransaction } from "@/lib/db/transaction";
import { AppError } from "@/lib/platform/app-error";
import { newId } from "@/lib/platform/ids";
import { addFactor, type FactorOwner, removeFactor } from "../factors/service";
import { type AnsweredChallenge, newChallenge, readChallenge } from "./challenge";
import { PASSKEYS_MAX, type PasskeyMeta } from "./model";
import type { RegistrationAnswer } from "./schema";
import * as store from "./store";
import { checkRegistration, type NewCredential, registrationOptionsFor } from "./webauthn";

type SessionCtx = Ctx & { readonly actor: UserActor };

/** A registration that was found to be right. */
export interface CheckedRegistration {
  readonly challenge: AnsweredChallenge;
  readonly credential: NewCredential;
}

/** The actor's passkeys, oldest first. */
export function listPasskeys(ctx: SessionCtx): Promise<PasskeyMeta[]> {
  return store.listPasskeys(ctx.db, ctx.actor.id, PASSKEYS_MAX);
}

/** What the browser needs to make a passkey for the actor. Throws `confirmationNeeded`, and `conflict` when there are 20. */
export async function registrationOptions(ctx: SessionCtx, origin: string) {
  requireRecentProof(ctx);
  const known = await store.listCredentials(ctx.db, ctx.actor.id, PASSKEYS_MAX);
  if (known.length >= PASSKEYS_MAX) throw tooMany();
  return registrationOptionsFor({
    origin,
    challenge: newChallenge(ctx, registrationOf(ctx)),
    person: ctx.actor,
    known,
  });
}

/**
 * Adds the passkey that the actor's browser made; answers with recovery codes as `addFactor` does. Throws
 * `confirmationNeeded`, `validation` when the answer is not right, is for another origin or session, or was given before,
 * and `conflict` for a passkey that is known already.
 */
export async function registerPasskey(
  ctx: SessionCtx,
  origin: string,
  { answer, name }: { readonly answer: RegistrationAnswer; readonly name: string },
): Promise<readonly string[]> {
  requireRecentProof(ctx);
  const { id: userId, email } = ctx.actor;
  const checked = await checkRegistration(origin, answer, (challenge) =>
    readChallenge(ctx, registrationOf(ctx), challenge),
  );
  return addPasskey(ctx, { userId, email, pendingId: null }, name, checked);
}

/** The same for a registration that was checked, and for whoever may add a factor. */
export async function addPasskey(
  ctx: Ctx,
  owner: FactorOwner,
  name: string,
  checked: CheckedRegistration | null,
): Promise<readonly string[]> {
  if (!checked) throw unusable();
  const { userId } = owner;
  const now = ctx.now();
  const adding = addFactor(ctx, owner, { kind: "passkey", name }, async (tx) => {
    if (!(await store.spendChallenge(tx, checked.challenge))) throw unusable();
    const { isActive, count } = await store.countPasskeys(tx, userId);
    if (!isActive) throw new AppError("unauthenticated", "Sign in to continue.");
    if (count >= PASSKEYS_MAX) throw tooMany();
    await store.insertPasskey(tx, ctx.seals, {
      ...checked.credential,
      id: newId(now),
      userId,
      name,
      createdAt: now,
    });
    return true;
  });
  return adding.catch(refuseKnown);
}

/** Calls one of the actor's passkeys otherwise. Throws `notFound` for anyone else's. */
export async function renamePasskey(
  ctx: SessionCtx,
  { passkeyId: id, name }: { readonly passkeyId: string; readonly name: string },
): Promise<void> {
  const { id: userId, email } = ctx.actor;
  await inTransaction(ctx, async (tx) => {
    const before = await store.renamePasskey(tx, { id, userId, name });
    if (before === null) throw gone();
    const detail = { kind: "passkey", before, name };
    await ctx.audit.append(tx, ctx, [{ action: "factor.renamed", target: { name: email }, detail }]);
  });
}

/** Removes one of the actor's passkeys, which no longer signs in from then on; see `removeFactor`. */
export async function removePasskey(ctx: SessionCtx, passkeyId: string): Promise<{ name: string }> {
  requireRecentProof(ctx);
  const { id: userId } = ctx.actor;
  const name = await store.findName(ctx.db, passkeyId, userId);
  if (name === null) throw gone();
  await removeFactor(ctx, { kind: "passkey", name }, (tx) => store.deletePasskey(tx, passkeyId, userId));
  return { name };
}

/** Says in plain words that a passkey is on record already; hands on any other error. */
function refuseKnown(error: unknown): never {
  if (databaseFailure(error).kind !== "unique") throw error;
  throw new AppError("conflict", "This passkey is registered already.", { cause: error });
}

function registrationOf({ actor }: SessionCtx) {
  return { ceremony: "registration", boundTo: actor.sessionId } as const;
}

function unusable(): AppError {
  return new AppError("validation", "This passkey could not be added. Try again.");
}

function tooMany(): AppError {
  return new AppError("conflict", `You have ${PASSKEYS_MAX} passkeys. Remove one to add another.`);
}

function gone(): AppError {
  return new AppError("notFound", "This passkey is not there any more.");
}
