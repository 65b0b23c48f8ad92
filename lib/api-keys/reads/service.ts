import { createHash } from "node:crypto";
import type { NewAuditEvent } from "@/lib/audit/model";
import type { UserActor } from "@/lib/authorization/actor";
import { authorize } from "@/lib/authorization/authorize";
import { KEY_KINDS } from "@/lib/authorization/permission";
import { audiencesOf } from "@/lib/authorization/visibility";
import type { Ctx } from "@/lib/context";
import type { Tx } from "@/lib/db/client";
import { sqlIn, sqlOn } from "@/lib/db/sql";
import { inTransaction } from "@/lib/db/transaction";
import { AppError } from "@/lib/platform/app-error";
import { lockSealed } from "@/lib/seals/store";
import type { SealedFields } from "@/lib/seals/tables";
import { ALLOWED_SECRETS_MAX, statusOf } from "../model";
import { keyTarget } from "../revocation";
import { findApiKey } from "../service";
import { type ApiKeyUse, COUNTED_MAX, READ_DAYS, type ReachedSecret, SECRETS_SHOWN } from "./model";
import * as store from "./store";

const DAY_MS = 24 * 60 * 60 * 1_000;

/** One API key with the secrets that it reaches, and which of them it reads. Throws `notFound`. */
export async function openApiKeyUse(ctx: Ctx<UserActor>, project: string, keyId: string): Promise<ApiKeyUse> {
  const key = await findApiKey(ctx, project, keyId);
  const found = await store.findBounds(ctx.pool, key.id);
  const nowhere = { projectId: null, environmentId: null, secretIds: [] };
  const bounds = { ...(found ?? nowhere), id: key.id, audiences: audiencesOf(key.kind) };
  const [reads, count] = await Promise.all([
    store.listReads(sqlOn(ctx.pool), bounds, COUNTED_MAX + 1),
    store.countReached(ctx.pool, bounds, COUNTED_MAX + 1),
  ]);
  const missing = SECRETS_SHOWN - reads.length;
  const unread = missing > 0 ? await store.listUnread(ctx.pool, bounds, missing) : [];
  const recent = readRecently(reads, ctx.now());
  return {
    ...{ key, count },
    secrets: [...reads.slice(0, SECRETS_SHOWN), ...unread],
    readCount: recent.length,
    readTag: tagOf(recent),
  };
}

/** Which key. */
interface KeyRef {
  /** Null for a key of the whole organisation. */
  readonly project: string | null;
  readonly keyId: string;
}

/** What a narrowing did, and what undoes it. */
export interface Narrowed {
  readonly name: string;
  readonly count: number;
  /** The ids of the secrets that it was narrowed to before; null: it was not. */
  readonly before: readonly string[] | null;
}

/**
 * Narrows a key to the secrets that it has read within `READ_DAYS`, from its next request on. Throws `conflict` when those are
 * not the ones of `tag`, which somebody was shown, and when there are none.
 */
export async function narrowToRead(ctx: Ctx, input: KeyRef & { readonly tag: string }): Promise<Narrowed> {
  const scope = await scopeOf(ctx, input);
  // What this instance has answered is among the reads.
  await ctx.usage.flush();
  return inTransaction(ctx, async (tx) => {
    const { key, bounds } = await lockKey(ctx, tx, scope);
    const read = readRecently(await store.listReads(sqlIn(tx), bounds, COUNTED_MAX + 1), ctx.now());
    if (tagOf(read) !== input.tag)
      throw new AppError("conflict", "The key has read other secrets meanwhile. Look at them first.");
    if (read.length === 0 || read.length > ALLOWED_SECRETS_MAX)
      throw new AppError("conflict", "A key is narrowed to between one and 1,000 secrets.");
    await setNarrowing(ctx, tx, key, read);
    return { name: key.name, count: read.length, before: key.allowedSecretIds };
  });
}

/**
 * Lets a narrowed key reach more again, from its next request on: these secrets beside its own, as far as they are there; `null`,
 * all in its scope. Throws `conflict` when it is not narrowed.
 */
export async function widenKey(
  ctx: Ctx,
  input: KeyRef & { readonly secrets: readonly string[] | null },
): Promise<{ readonly name: string }> {
  const scope = await scopeOf(ctx, input);
  return inTransaction(ctx, async (tx) => {
    const { key, bounds } = await lockKey(ctx, tx, scope);
    const own = key.allowedSecretIds;
    if (own === null) throw new AppError("conflict", "This key reaches every secret in its scope already.");
    const more =
      input.secrets && (await store.findReached(sqlIn(tx), { ...bounds, secretIds: input.secrets }));
    const secretIds = more && [...new Set([...own, ...more])].sort();
    if (secretIds && secretIds.length > ALLOWED_SECRETS_MAX)
      throw new AppError("conflict", "A key is narrowed to at most 1,000 secrets.");
    await setNarrowing(ctx, tx, key, secretIds);
    return { name: key.name };
  });
}

interface Scope {
  readonly keyId: string;
  readonly projectId: string | null;
}

async function scopeOf(ctx: Ctx, { project, keyId }: KeyRef): Promise<Scope> {
  if (project !== null) {
    const permit = await authorize(ctx, "apiKey.narrow", { project });
    return { keyId, projectId: permit.project.id };
  }
  await authorize(ctx, "organisationKey.narrow", null);
  return { keyId, projectId: null };
}

/** A working key of the scope, taken until the commit. Throws `notFound`, and `conflict` for one that has ended. */
async function lockKey(ctx: Ctx, tx: Tx, { keyId, projectId }: Scope) {
  const key = await lockSealed(tx, ctx.seals, "api_keys", { id: keyId });
  const kind = KEY_KINDS.find((known) => known === key?.kind);
  if (!key || !kind || key.projectId !== projectId)
    throw new AppError("notFound", "There is no such API key here.");
  if (statusOf(key, ctx.now()) !== "active") throw new AppError("conflict", "This key has ended.");
  const { id, environmentId, allowedSecretIds: secretIds } = key;
  return { key, bounds: { id, projectId, environmentId, secretIds, audiences: audiencesOf(kind) } };
}

async function setNarrowing(
  ctx: Ctx,
  tx: Tx,
  key: SealedFields<"api_keys">,
  allowedSecretIds: readonly string[] | null,
): Promise<void> {
  await store.setNarrowing(tx, ctx.seals, { ...key, allowedSecretIds });
  await ctx.audit.append(tx, ctx, [narrowingEvent(key, allowedSecretIds)]);
}

function narrowingEvent(key: SealedFields<"api_keys">, secretIds: readonly string[] | null): NewAuditEvent {
  const [before, secrets] = [key.allowedSecretIds?.length ?? null, secretIds?.length ?? null];
  const isNarrower = secrets !== null && (before === null || secrets <= before);
  return {
    action: isNarrower ? "apiKey.narrowed" : "apiKey.widened",
    target: keyTarget(key),
    detail: { id: key.id, kind: key.kind, before, secrets },
  };
}

function readRecently(reads: readonly ReachedSecret[], now: Date): string[] {
  const since = now.getTime() - READ_DAYS * DAY_MS;
  return reads
    .filter(({ lastReadAt }) => lastReadAt !== null && lastReadAt.getTime() > since)
    .map(({ id }) => id)
    .sort();
}

function tagOf(secretIds: readonly string[]): string {
  return createHash("sha256").update(secretIds.join()).digest("base64url");
}
