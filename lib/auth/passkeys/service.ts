import type { UserActor } from "@/lib/authorization/actor";
import { requireRecentProof } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import type { Tx } from "@/lib/db/client";
import { databaseFailure } from "@/lib/db/errors";
import { inTransaction } from "@/lib/db/transaction";
import { currentSettings } from "@/lib/organisation/service";
import { AppError } from "@/lib/platform/app-error";
import { newId } from "@/lib/platform/ids";
import { findSecondFactors } from "../pending/store";
import { type AnsweredChallenge, newChallenge, readChallenge } from "./challenge";
import { PASSKEYS_MAX, type PasskeyMeta } from "./model";
import type { RegistrationAnswer } from "./schema";
import * as store from "./store";
import { checkRegistration, type NewCredential, registrationOptionsFor } from "./webauthn";

type SessionCtx = Ctx & { readonly actor: UserActor };

/** Whose passkey it becomes, and what it is called. */
interface Addition {
  readonly person: { readonly id: string; readonly email: string };
  readonly name: string;
}

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
 * Adds the passkey that the actor's browser made. Throws `confirmationNeeded`, `validation` when the answer is not
 * right, is for another origin or session, or was given before, and `conflict` for a passkey that is known already.
 */
export async function registerPasskey(
  ctx: SessionCtx,
  origin: string,
  { answer, name }: { readonly answer: RegistrationAnswer; readonly name: string },
): Promise<void> {
  requireRecentProof(ctx);
  const checked = await checkRegistration(origin, answer, (challenge) =>
    readChallenge(ctx, registrationOf(ctx), challenge),
  );
  const adding = inTransaction(ctx, async (tx) => {
    const event = await addPasskey(ctx, tx, { person: ctx.actor, name }, checked);
    await ctx.audit.append(tx, ctx, [event]);
  });
  await adding.catch(refuseKnown);
}

/** Stores a passkey in a transaction of the caller's, who appends the event that it returns. */
export async function addPasskey(
  ctx: Ctx,
  tx: Tx,
  { person, name }: Addition,
  checked: CheckedRegistration | null,
) {
  const now = ctx.now();
  if (!checked || !(await store.spendChallenge(tx, checked.challenge, now))) throw unusable();
  if (!(await store.lockPerson(tx, person.id))) throw new AppError("unauthenticated", "Sign in to go on.");
  const { passkeyCount } = await findSecondFactors(tx, person.id);
  if (passkeyCount >= PASSKEYS_MAX) throw tooMany();
  const id = newId(now);
  await store.insertPasskey(tx, { ...checked.credential, id, userId: person.id, name, createdAt: now });
  return {
    action: "factor.added",
    target: { name: person.email },
    detail: { kind: "passkey", name },
  } as const;
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

/**
 * Removes one of the actor's passkeys, which no longer signs in from then on. Throws `confirmationNeeded`, `notFound`, and
 * `conflict` for the last factor where the organisation requires one.
 */
export async function removePasskey(ctx: SessionCtx, passkeyId: string): Promise<{ name: string }> {
  requireRecentProof(ctx);
  const { id: userId, email } = ctx.actor;
  return inTransaction(ctx, async (tx) => {
    await store.lockPerson(tx, userId);
    const name = await store.deletePasskey(tx, passkeyId, userId);
    if (name === null) throw gone();
    const { hasTotp, passkeyCount } = await findSecondFactors(tx, userId);
    const { requiresSecondFactor } = await currentSettings({ db: tx });
    if (requiresSecondFactor && !hasTotp && passkeyCount === 0) throw lastFactor();
    const detail = { kind: "passkey", name };
    await ctx.audit.append(tx, ctx, [{ action: "factor.removed", target: { name: email }, detail }]);
    return { name };
  });
}

/** Says in plain words that a passkey is on record already; hands on any other error. */
export function refuseKnown(error: unknown): never {
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

function lastFactor(): AppError {
  return new AppError(
    "conflict",
    "Your organisation requires a second factor, and this is your last. Add another first.",
  );
}
