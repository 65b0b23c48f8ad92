import { findAccount, holdAccount } from "@/lib/accounts/store";
import type { PersonalKeyActor, UserActor } from "@/lib/authorization/actor";
import { authorize } from "@/lib/authorization/authorize";
import { requireRecentProof } from "@/lib/authorization/recent-proof";
import type { Ctx } from "@/lib/context";
import { databaseFailure } from "@/lib/db/errors";
import { inTransaction } from "@/lib/db/transaction";
import { endOf } from "@/lib/personal-keys/model";
import { personalKeyDaysMax } from "@/lib/personal-keys/service";
import { AppError, fieldError } from "@/lib/platform/app-error";
import { newId } from "@/lib/platform/ids";
import { SSH_KEYS_MAX, type SshKeyMeta } from "../model";
import { type PublicKey, parsePublicKeys } from "../public-key";
import * as store from "./store";

type OwnCtx = Ctx & { readonly actor: UserActor | PersonalKeyActor };

/** The actor's own public keys, the latest first. */
export function listOwnSshKeys(ctx: OwnCtx): Promise<SshKeyMeta[]> {
  return keysOf(ctx, ctx.actor.id);
}

/** A person's public keys, for those who see people. */
export async function listSshKeysOfPerson(ctx: Ctx, personId: string): Promise<SshKeyMeta[]> {
  await authorize(ctx, "person.list", null);
  return keysOf(ctx, personId);
}

async function keysOf(ctx: Ctx, userId: string): Promise<SshKeyMeta[]> {
  const [rows, daysMax] = await Promise.all([store.listKeys(ctx.db, userId), personalKeyDaysMax(ctx)]);
  return rows
    .map(({ personalKey, createdAt, lastUsedAt, ...row }) => ({
      ...row,
      createdAt: createdAt.toISOString(),
      expiresAt: personalKey && endOf(personalKey, daysMax).toISOString(),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
    }))
    .filter(({ expiresAt }) => expiresAt === null || new Date(expiresAt) > ctx.now());
}

/**
 * Adds public keys of the actor, all or none of them: in the dashboard for good, where they proved not long ago that it is
 * them; through a personal key until that key ends. Throws `validation` with what is wrong with each line, and `conflict`
 * for more than a person may have.
 */
export async function addSshKeys(
  ctx: OwnCtx,
  text: string,
): Promise<{ readonly added: readonly SshKeyMeta[] }> {
  if (!ctx.actor.personalKey) requireRecentProof(ctx);
  const { keys, issues } = parsePublicKeys(text);
  if (issues.length > 0) throw wrongKeys(issues.map(({ line, message }) => `Line ${line}: ${message}`));
  if (keys.length === 0) throw fieldError("publicKeys", "There is no key in this text.");
  const now = ctx.now();
  const { id: userId, personalKey } = ctx.actor;
  const rows = keys.map((key) => ({
    ...{ id: newId(now), userId, personalKeyId: personalKey?.id ?? null, createdAt: now },
    ...{
      type: key.type,
      bits: key.bits,
      fingerprint: key.fingerprint,
      publicKey: key.text,
      comment: key.comment,
    },
  }));
  await inTransaction(ctx, async (tx) => {
    // Nobody who is being suspended has a key more afterwards.
    if ((await holdAccount(tx, ctx.seals, userId))?.status !== "active")
      throw new AppError("unauthenticated", "Your account was suspended.");
    const taken = await store.findTaken(
      tx,
      rows.map(({ fingerprint }) => fingerprint),
    );
    if (taken.length > 0) throw wrongKeys(taken.map((one) => takenIssue(one, keys, userId)));
    const { length: count } = await store.listKeys(tx, userId);
    if (count + rows.length > SSH_KEYS_MAX)
      throw new AppError("conflict", `Nobody has more than ${SSH_KEYS_MAX} SSH keys. Remove some first.`);
    await store.insertKeys(tx, ctx.seals, rows);
    await ctx.audit.append(
      tx,
      ctx,
      rows.map(({ type, bits, fingerprint, comment }) => ({
        action: "sshKey.added" as const,
        target: { name: comment || fingerprint },
        detail: { type, bits, fingerprint },
      })),
    );
  }).catch((error: unknown) => {
    if (databaseFailure(error).kind !== "unique") throw error;
    throw fieldError("publicKeys", "Somebody added one of these keys at this very moment. Look again.");
  });
  const expiresAt = personalKey?.expiresAt.toISOString() ?? null;
  const added = rows.map(({ id, type, bits, fingerprint, comment }) => ({
    ...{ id, type, bits, fingerprint, comment, expiresAt, createdAt: now.toISOString(), lastUsedAt: null },
  }));
  return { added };
}

/** Removes a public key of the actor: from then on no host lets it in. Throws `notFound` for any other. */
export function removeSshKey(ctx: OwnCtx, keyId: string): Promise<{ readonly name: string }> {
  return removeKey(ctx, ctx.actor, keyId);
}

/** Removes a public key of somebody else. Only an Owner does it to an Owner. Throws `notFound`. */
export async function removeSshKeyOfPerson(
  ctx: Ctx,
  { personId, keyId }: { readonly personId: string; readonly keyId: string },
): Promise<{ readonly name: string }> {
  await authorize(ctx, "person.manage", null);
  const person = await findAccount(ctx.db, ctx.seals, { id: personId });
  if (!person) throw new AppError("notFound", "There is no such person. They may have been removed.");
  if (person.role === "owner") await authorize(ctx, "owner.manage", null);
  return removeKey(ctx, person, keyId);
}

function removeKey(
  ctx: Ctx,
  { id: userId, email: person }: { readonly id: string; readonly email: string },
  keyId: string,
): Promise<{ readonly name: string }> {
  return inTransaction(ctx, async (tx) => {
    const key = await store.deleteKey(tx, userId, keyId);
    if (!key) throw new AppError("notFound", "There is no such SSH key. It may have been removed.");
    const name = key.comment || key.fingerprint;
    await ctx.audit.append(tx, ctx, [
      { action: "sshKey.removed", target: { name }, detail: { fingerprint: key.fingerprint, person } },
    ]);
    return { name };
  });
}

function takenIssue(
  { fingerprint, userId }: { readonly fingerprint: string; readonly userId: string },
  keys: readonly PublicKey[],
  own: string,
): string {
  const comment = keys.find((key) => key.fingerprint === fingerprint)?.comment;
  const name = comment ? `${fingerprint} (${comment})` : fingerprint;
  // Two people with one key could not be told apart, and one could lend the other what they may enter.
  return userId === own
    ? `${name} is one of your keys already.`
    : `${name} was added by somebody else. Make a key of your own.`;
}

function wrongKeys(messages: readonly string[]): AppError {
  return new AppError("validation", "Check the highlighted fields.", { fields: { publicKeys: messages } });
}
