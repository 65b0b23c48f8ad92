import { authorize, authorizeIfThere, requireUnnarrowed } from "@/lib/authorization/authorize";
import type { Permit, SecretRow, SecretTarget } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { Plaintext } from "@/lib/crypto/plaintext";
import { databaseFailure } from "@/lib/db/errors";
import { variableOf } from "@/lib/names/model";
import { AppError, fieldError, isAppError } from "@/lib/platform/app-error";
import { newId } from "@/lib/platform/ids";
import { deletionConflict, deletionFailure, nameConflict, otherVersion, staleEdit } from "./conflict";
import type { SecretMeta } from "./model";
import type { NewSecret, SecretDeletion, SecretEdit } from "./schema";
import { shapeOf } from "./shapes/model";
import { findMeta } from "./store";
import { expiryOf } from "./value-expiry";
import { type AddedVersion, sealVersion } from "./versions/service";
import { textEvents } from "./writing/events";
import type { SealedVersion, SecretCreation } from "./writing/model";
import { changeSecret, writeSecrets } from "./writing/service";
import type { ReadIn, SecretText } from "./writing/store";

/**
 * Stores a new secret and its first version. Throws `conflict` at the name when it is taken, and `forbidden` for a narrowed
 * key: that could not use it, and would learn which names are taken.
 */
export async function createSecret(
  ctx: Ctx,
  input: NewSecret,
): Promise<{ readonly id: string; readonly name: string }> {
  const { project, environment, value, ...text } = input;
  const permit = await authorize(ctx, "secret.create", { project, environment });
  await requireUnnarrowed(ctx, "secret.create");
  const creation = await prepareCreation(ctx, permit, text, value);
  await writeSecrets(ctx, { creations: [creation], changes: [] }).catch(async (error: unknown) => {
    throw await nameConflict(ctx, permit.environment, input.name, error);
  });
  return { id: creation.secret.id, name: creation.secret.name };
}

/** Seals the value of a secret that is about to be made. Outside any transaction: it may have to load the project's key. */
export async function prepareCreation(
  ctx: Ctx,
  permit: Permit<"secret.create">,
  text: SecretText,
  value: string,
  readIn?: ReadIn,
): Promise<SecretCreation> {
  const { projectId } = permit.environment;
  const [id, versionId] = [newId(ctx.now()), newId(ctx.now())];
  const expiresAt = expiryOf(value);
  const keys = await ctx.keys.project(projectId);
  const plaintext = Plaintext.of(value);
  const sealed = keys.seal({ projectId, secretId: id, versionId }, plaintext);
  return {
    permit,
    secret: { ...text, id },
    version: {
      id: versionId,
      secretId: id,
      number: 1,
      origin: readIn ? "external" : "created",
      restoredFrom: null,
      ...(readIn && { readIn }),
      expiresAt,
      shape: shapeOf(value, keys.partHash(id)),
      valueGroup: keys.groupOf(variableOf(text.name), plaintext),
      sealed,
    },
  };
}

/** What may be shown of one secret. */
export async function findSecret(ctx: Ctx, target: SecretTarget): Promise<SecretMeta> {
  const permit = await authorize(ctx, "secret.read", target);
  const meta = await findMeta(ctx.pool, permit.environment.id, permit.secret.id);
  if (!meta) throw new AppError("notFound", "There is no such secret here.");
  return meta;
}

/** The same of a secret that need not be there: null when it is not, as far as the actor may know. */
export async function findSecretIfThere(ctx: Ctx, target: SecretTarget): Promise<SecretMeta | null> {
  const permit = await authorizeIfThere(ctx, "secret.read", target);
  return permit && findMeta(ctx.pool, permit.environment.id, permit.secret.id);
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
  const permit =
    value === undefined
      ? await authorize(ctx, "secret.update", target)
      : await authorize(ctx, "secret.rotate", target);
  if (permit.secret.revision !== revision) throw await staleEdit(ctx, permit);
  if (differs(permit.secret, text)) await authorize(ctx, "secret.update", target);
  if (text.name !== permit.secret.name) await requireUnnarrowed(ctx, "secret.update");
  const version = value === undefined ? undefined : await prepareRotation(ctx, target, value);
  const change = { permit, text, version, sameValue: "add", ifRevision: revision } as const;
  const result = await changeSecret(ctx, change);
  if (result.kind !== "done") throw await staleEdit(ctx, permit);
  return result.isNewVersion ? { version: result.version, sameValueAs: result.sameValueAs } : null;
}

/**
 * Deletes a secret for ever, with the ciphertext of every version. Its change log stays. Throws `conflict` with what refers
 * to it while a shared mapping or an allowlist endpoint does, and `preconditionFailed` when its current version is not
 * `expectedVersion`.
 */
export async function deleteSecret(
  ctx: Ctx,
  input: SecretDeletion & { readonly expectedVersion?: number | undefined },
): Promise<{ readonly name: string }> {
  const { project, environment, secretId, confirmation, expectedVersion } = input;
  const permit = await authorize(ctx, "secret.delete", { project, environment, secret: { id: secretId } });
  const { name, currentVersion } = permit.secret;
  if (confirmation !== name) {
    throw fieldError("confirmation", `Type ${name} exactly (case-sensitive).`);
  }
  if (expectedVersion !== undefined && expectedVersion !== currentVersion) {
    throw otherVersion(currentVersion, expectedVersion);
  }
  const conflict = await deletionConflict(ctx, permit);
  if (conflict) throw conflict;
  const deletions = [{ permit, ifVersion: expectedVersion ?? null }];
  await writeSecrets(ctx, { creations: [], changes: [], deletions }).catch(async (error: unknown) => {
    // Mapped or used at this very moment: the foreign key said no.
    if (databaseFailure(error).kind === "referenced") throw (await deletionConflict(ctx, permit)) ?? error;
    throw isAppError(error) && error.code === "conflict"
      ? await deletionFailure(ctx, permit, expectedVersion)
      : error;
  });
  return { name };
}

/** Whether more than the value is to be changed. */
/** Whether a secret would have another name, description, category or audience. */
export function differs(secret: SecretRow, text: SecretText): boolean {
  return textEvents({}, secret, text).length > 0;
}

async function prepareRotation(ctx: Ctx, target: SecretTarget, value: string): Promise<SealedVersion> {
  const permit = await authorize(ctx, "secret.rotate", target);
  return sealVersion(ctx, permit, Plaintext.of(value), { origin: "rotated", restoredFrom: null });
}
