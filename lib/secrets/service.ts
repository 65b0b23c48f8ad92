import type { NewAuditEvent } from "@/lib/audit/model";
import { actorLabel } from "@/lib/authorization/actor";
import { authorize, requireUnnarrowed } from "@/lib/authorization/authorize";
import type { Grant, SecretRow, SecretTarget } from "@/lib/authorization/grant";
import type { Ctx } from "@/lib/context";
import { Plaintext } from "@/lib/crypto/plaintext";
import { databaseFailure } from "@/lib/db/errors";
import { inTransaction } from "@/lib/db/transaction";
import { AppError, fieldError } from "@/lib/platform/app-error";
import { newId } from "@/lib/platform/ids";
import { deletionConflict, nameConflict, staleEdit } from "./conflict";
import type { SecretMeta } from "./model";
import type { NewSecret, SecretDeletion, SecretEdit } from "./schema";
import * as store from "./store";
import { type AddedVersion, addVersion, sealVersion, secretTarget } from "./versions/service";

/**
 * Stores a new secret and its first version. Throws `conflict` at the name when it is taken, and `forbidden` for a narrowed
 * key: that could not use it, and would learn which names are taken.
 */
export async function createSecret(
  ctx: Ctx,
  input: NewSecret,
): Promise<{ readonly id: string; readonly name: string }> {
  const { project, environment, value, ...text } = input;
  const grant = await authorize(ctx, "secret.create", { project, environment });
  await requireUnnarrowed(ctx, "secret.create");
  const now = ctx.now();
  const secret = { ...text, id: newId(now), versionId: newId(now) };
  const { projectId } = grant.environment;
  const keys = await ctx.keys.project(projectId);
  const ref = { projectId, secretId: secret.id, versionId: secret.versionId };
  const sealed = keys.seal(ref, Plaintext.of(value));
  await inTransaction(ctx, async (tx) => {
    await store.insertSecret(tx, grant, secret, sealed, { now, by: actorLabel(ctx.actor) });
    await ctx.audit.append(tx, ctx, [createdEvent(grant, secret)]);
  }).catch(async (error: unknown) => {
    throw await nameConflict(ctx, grant.environment, input.name, error);
  });
  return { id: secret.id, name: secret.name };
}

/** What may be shown of one secret. */
export async function findSecret(ctx: Ctx, target: SecretTarget): Promise<SecretMeta> {
  const grant = await authorize(ctx, "secret.read", target);
  const meta = await store.findMeta(ctx.pool, grant.environment.id, grant.secret.id);
  if (!meta) throw new AppError("notFound", "There is no such secret here.");
  return meta;
}

/**
 * Changes name, description, category, audience and, if one is given, the value: all of it or nothing. Throws
 * `conflict` with the secret as it is now when someone changed it since `revision`, or when the name is taken, and
 * `forbidden` when a narrowed key would rename it.
 * Returns the new version if there is one.
 */
export async function editSecret(ctx: Ctx, input: SecretEdit): Promise<AddedVersion | null> {
  const { project, environment, secretId, revision, value, ...text } = input;
  const target = { project, environment, secret: { id: secretId } };
  const grant = await authorize(ctx, "secret.update", target);
  if (text.name !== grant.secret.name) await requireUnnarrowed(ctx, "secret.update");
  if (grant.secret.revision !== revision) throw await staleEdit(ctx, grant);
  const events = changeEvents(grant, text);
  const rotation = value === undefined ? null : await prepareRotation(ctx, target, value);
  if (events.length === 0 && !rotation) return null;

  const outcome = await inTransaction(ctx, async (tx) => {
    const stamp = { now: ctx.now(), by: actorLabel(ctx.actor) };
    if (!(await store.updateSecret(tx, grant, text, revision, stamp))) return "stale";
    const rotated = rotation && (await addVersion(tx, ctx, rotation.grant, rotation.version, null));
    await ctx.audit.append(tx, ctx, rotated ? [...events, rotated.event] : events);
    return rotated?.added ?? null;
  }).catch(async (error: unknown) => {
    throw await nameConflict(ctx, grant.environment, input.name, error);
  });
  if (outcome === "stale") throw await staleEdit(ctx, grant);
  return outcome;
}

/**
 * Deletes a secret for ever, with the ciphertext of every version. Its change log stays. Throws `conflict` with what refers
 * to it while a shared mapping or an allowlist endpoint does.
 */
export async function deleteSecret(ctx: Ctx, input: SecretDeletion): Promise<{ readonly name: string }> {
  const { project, environment, secretId, confirmation } = input;
  const grant = await authorize(ctx, "secret.delete", { project, environment, secret: { id: secretId } });
  const { name, currentVersion, audience } = grant.secret;
  if (confirmation !== name) {
    throw fieldError("confirmation", `Type ${name} exactly, in the same upper and lower case.`);
  }
  const conflict = await deletionConflict(ctx, grant);
  if (conflict) throw conflict;
  const isDeleted = await inTransaction(ctx, async (tx) => {
    if (!(await store.deleteSecret(tx, grant))) return false;
    await ctx.audit.append(tx, ctx, [
      {
        action: "secret.deleted",
        target: secretTarget(grant),
        detail: { versions: currentVersion, audience },
      },
    ]);
    return true;
  }).catch(async (error: unknown) => {
    // Mapped or used at this very moment: the foreign key said no.
    throw databaseFailure(error).kind === "referenced"
      ? ((await deletionConflict(ctx, grant)) ?? error)
      : error;
  });
  if (!isDeleted)
    throw new AppError("notFound", "This secret was deleted or renamed just now. Nothing was deleted.");
  return { name };
}

async function prepareRotation(ctx: Ctx, target: SecretTarget, value: string) {
  const grant = await authorize(ctx, "secret.rotate", target);
  const origin = { origin: "rotated", restoredFrom: null } as const;
  return { grant, version: await sealVersion(ctx, grant, Plaintext.of(value), origin) };
}

function createdEvent(grant: Grant<"secret.create">, secret: store.SecretInsert): NewAuditEvent {
  const { projectId, id: environmentId } = grant.environment;
  return {
    action: "secret.created",
    target: { projectId, environmentId, secretId: secret.id, name: secret.name },
    detail: {
      version: 1,
      category: secret.category,
      audience: secret.audience,
      ...(secret.description ? { description: secret.description } : {}),
    },
  };
}

/** One event for each kind of change, with the old and the new text. Names the secret as it will be called. */
function changeEvents(grant: Grant<"secret.update">, text: store.SecretText): NewAuditEvent[] {
  const old: SecretRow = grant.secret;
  const target = { ...secretTarget(grant), name: text.name };
  const events: NewAuditEvent[] = [];
  if (text.name !== old.name) {
    events.push({ action: "secret.renamed", target, detail: { from: old.name, to: text.name } });
  }
  if (text.description !== old.description) {
    const detail = { from: old.description, to: text.description };
    events.push({ action: "secret.described", target, detail });
  }
  if (text.category !== old.category || text.audience !== old.audience) {
    const from = { category: old.category, audience: old.audience };
    const to = { category: text.category, audience: text.audience };
    events.push({ action: "secret.classified", target, detail: { from, to } });
  }
  return events;
}
