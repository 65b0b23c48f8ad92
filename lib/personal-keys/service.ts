import { holdAccount } from "@/lib/accounts/store";
import { keySecretHash, newKeyText } from "@/lib/api-keys/key-text";
import type { NewAuditEvent } from "@/lib/audit/model";
import type { PersonalKeyActor, UserActor } from "@/lib/authorization/actor";
import { authorize } from "@/lib/authorization/authorize";
import { requireRecentProof } from "@/lib/authorization/recent-proof";
import type { Ctx } from "@/lib/context";
import type { Tx } from "@/lib/db/client";
import { databaseFailure } from "@/lib/db/errors";
import { inTransaction } from "@/lib/db/transaction";
import { AppError, fieldError } from "@/lib/platform/app-error";
import { newId } from "@/lib/platform/ids";
import {
  type CreatedPersonalKey,
  daysAfter,
  endOf,
  type KeyOrigin,
  PERSONAL_KEYS_MAX,
  type PersonalKeyMeta,
} from "./model";
import type { NewPersonalKey } from "./schema";
import * as store from "./store";

type SessionCtx = Ctx & { readonly actor: UserActor };

/** What the account page has of one's own personal keys. */
export interface OwnKeys {
  readonly keys: readonly PersonalKeyMeta[];
  /** How long a new one may last. */
  readonly daysMax: number;
}

export async function listOwnKeys(ctx: SessionCtx): Promise<OwnKeys> {
  const [keys, daysMax] = await Promise.all([keysOf(ctx, ctx.actor.id), store.findDaysMax(ctx.db)]);
  return { keys, daysMax };
}

/** How many days a personal key lasts at most. */
export function personalKeyDaysMax({ db }: Pick<Ctx, "db">): Promise<number> {
  return store.findDaysMax(db);
}

/** A person's keys, for those who see people. */
export async function listKeysOfPerson(ctx: Ctx, personId: string): Promise<PersonalKeyMeta[]> {
  await authorize(ctx, "person.list", null);
  return keysOf(ctx, personId);
}

async function keysOf({ db, now }: Pick<Ctx, "db" | "now">, userId: string): Promise<PersonalKeyMeta[]> {
  const [rows, daysMax] = await Promise.all([store.listKeys(db, userId), store.findDaysMax(db)]);
  return rows.map((row) => metaOf(row, daysMax)).filter(({ expiresAt }) => new Date(expiresAt) > now());
}

/**
 * Makes a personal key of the actor, who proved not long ago that it is them. Throws `confirmationNeeded`, `validation` for a
 * name that another one has and for an end later than the organisation allows, `conflict` for one more than a person may have.
 */
export async function createPersonalKey(ctx: SessionCtx, input: NewPersonalKey): Promise<CreatedPersonalKey> {
  requireRecentProof(ctx);
  const daysMax = await store.findDaysMax(ctx.db);
  if (input.days > daysMax) throw fieldError("days", `At most ${daysMax} days.`);
  return inTransaction(ctx, async (tx) => {
    // Nobody who is being suspended has a key afterwards.
    const owner = await holdAccount(tx, ctx.seals, ctx.actor.id);
    if (owner?.status !== "active") throw new AppError("unauthenticated", "Your account was suspended.");
    const { created, event } = await insertKey(ctx, tx, owner.id, { ...input, origin: "account" });
    await ctx.audit.append(tx, ctx, [event]);
    return created;
  }).catch((error: unknown) => {
    if (databaseFailure(error).kind !== "unique") throw error;
    throw fieldError("name", "You have a personal key of this name.");
  });
}

/** Makes a key in a transaction of the caller, who holds the account that it is for and appends the event. */
export async function insertKey(
  ctx: Pick<Ctx, "seals" | "now">,
  tx: Tx,
  userId: string,
  { name, days, origin }: NewPersonalKey & { readonly origin: KeyOrigin },
): Promise<{ readonly created: CreatedPersonalKey; readonly event: NewAuditEvent }> {
  const now = ctx.now();
  if ((await store.listKeys(tx, userId)).length >= PERSONAL_KEYS_MAX)
    throw new AppError("conflict", `You have ${PERSONAL_KEYS_MAX} personal keys. Revoke one first.`);
  const { publicId, secret, text } = newKeyText("person");
  const row = {
    ...{ id: newId(now), publicId, secretHash: keySecretHash(secret), userId, name, origin },
    ...{ createdAt: now, expiresAt: daysAfter(now, days) },
  };
  await store.insertKey(tx, ctx.seals, row);
  const key = metaOf({ ...row, lastUsedAt: null, lastUsedIp: null }, days);
  const detail = { id: row.id, origin, expiresAt: key.expiresAt };
  return { created: { key, text }, event: { action: "personalKey.created", target: { name }, detail } };
}

/** Ends one of the actor's own keys. Throws `notFound` for any other. */
export function revokeOwnKey(ctx: SessionCtx, keyId: string): Promise<{ readonly name: string }> {
  return revokeKey(ctx, ctx.actor, keyId);
}

/** Ends the key through which the actor comes. */
export function revokeThisKey(
  ctx: Ctx & { readonly actor: PersonalKeyActor },
): Promise<{ readonly name: string }> {
  return revokeKey(ctx, ctx.actor, ctx.actor.personalKey.id);
}

/** Ends a key of a person, for a caller who has decided that it may. Throws `notFound`. */
export function revokeKey(
  ctx: Ctx,
  { id: userId, email: person }: { readonly id: string; readonly email: string },
  keyId: string,
): Promise<{ readonly name: string }> {
  return inTransaction(ctx, async (tx) => {
    const [key] = await store.deleteKeys(tx, userId, keyId);
    if (!key) throw new AppError("notFound", "There is no such personal key. It may have ended.");
    await ctx.audit.append(tx, ctx, [revokedEvent(key, person)]);
    return { name: key.name };
  });
}

/** Ends all keys of a person and what may become one, with what ends their sessions. Answers the events of that, for the caller to append. */
export async function endKeysOf(
  tx: Tx,
  { id, email }: { readonly id: string; readonly email: string },
): Promise<NewAuditEvent[]> {
  await store.deleteAnsweredDevices(tx, id);
  return (await store.deleteKeys(tx, id)).map((key) => revokedEvent(key, email));
}

function revokedEvent(
  { id, name }: { readonly id: string; readonly name: string },
  person: string,
): NewAuditEvent {
  return { action: "personalKey.revoked", target: { name }, detail: { id, person } };
}

function metaOf(
  { createdAt, expiresAt, lastUsedAt, ...row }: store.ListedKey,
  daysMax: number,
): PersonalKeyMeta {
  const { id, name, origin, lastUsedIp } = row;
  return {
    ...{ id, name, origin, lastUsedIp },
    createdAt: createdAt.toISOString(),
    expiresAt: endOf({ createdAt, expiresAt }, daysMax).toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}
