import { authorize, authorizeIfThere } from "@/lib/authorization/authorize";
import type { EnvironmentTarget, Grant } from "@/lib/authorization/grant";
import { sightOf } from "@/lib/authorization/key-policy";
import type { Ctx } from "@/lib/context";
import { Plaintext } from "@/lib/crypto/plaintext";
import { inTransaction } from "@/lib/db/transaction";
import { AppError, isAppError } from "@/lib/platform/app-error";
import type { Audience } from "../model";
import { createSecret, deleteSecret, editSecret } from "../service";
import { addVersion, sealVersion } from "../versions/service";
import type { SecretPatch, SecretUpsert } from "./schema";
import { findFingerprint } from "./store";

export interface StoredSecret {
  readonly name: string;
  readonly version: number;
  readonly outcome: "created" | "replaced" | "unchanged";
}

/** How often a story is told again that somebody else's change came between. */
const TRIES_MAX = 10;

/**
 * Stores a value under a name: a new secret, or a new version of the one that has the name. The value that it has
 * already makes no new version. Throws `conflict` when the name stands for something that the key does not see, and
 * `forbidden` for a new secret of a narrowed key, whatever the name stands for.
 */
export async function storeSecret(
  ctx: Ctx,
  place: EnvironmentTarget,
  input: SecretUpsert,
): Promise<StoredSecret> {
  requireSeen(ctx, input);
  return untilSettled(async () => {
    const grant = await authorizeIfThere(ctx, "secret.rotate", { ...place, secret: { name: input.name } });
    return grant ? replace(ctx, place, grant, input) : create(ctx, place, input);
  });
}

/** Changes name, description, category or audience; what is left out stays. Throws `conflict` for a name that is taken. */
export async function patchSecret(
  ctx: Ctx,
  place: EnvironmentTarget,
  name: string,
  patch: SecretPatch,
): Promise<{ readonly name: string }> {
  requireSeen(ctx, patch);
  return untilSettled(async () => {
    const { secret } = await authorize(ctx, "secret.update", { ...place, secret: { name } });
    const text = textOf(secret, patch);
    await editSecret(ctx, { ...place, ...text, secretId: secret.id, revision: secret.revision });
    return { name: text.name };
  });
}

/** Deletes the secret of that name for ever. Throws `conflict`, naming the mappings, while other projects use it. */
export async function deleteSecretByName(ctx: Ctx, place: EnvironmentTarget, name: string): Promise<void> {
  const { secret } = await authorize(ctx, "secret.delete", { ...place, secret: { name } });
  await deleteSecret(ctx, { ...place, secretId: secret.id, confirmation: secret.name }).catch(
    (error: unknown) => {
      throw isAppError(error) ? withPlaces(error) : error;
    },
  );
}

/** Names the mappings that keep a secret from being deleted, as far as the actor may know of them. */
function withPlaces(error: AppError): AppError {
  const places = error.context.facts?.mappedInto;
  if (!Array.isArray(places) || places.length === 0) return error;
  const mappings = places.map(({ project, environment, name }) => `${project}/${environment}: ${name}`);
  return new AppError(error.code, error.detail, { ...error.context, fields: { mappings } });
}

async function create(ctx: Ctx, place: EnvironmentTarget, input: SecretUpsert): Promise<StoredSecret> {
  const { description = "", category = "custom", audience = "all", ...rest } = input;
  const { name } = await createSecret(ctx, { ...place, ...rest, description, category, audience });
  return { name, version: 1, outcome: "created" };
}

async function replace(
  ctx: Ctx,
  place: EnvironmentTarget,
  grant: Grant<"secret.rotate">,
  input: SecretUpsert,
): Promise<StoredSecret> {
  const { secret } = grant;
  const value = Plaintext.of(input.value);
  const isSame = await isCurrentValue(ctx, grant, value);
  const text = textOf(secret, { ...input, name: undefined });
  const isTextSame = (["description", "category", "audience"] as const).every(
    (part) => text[part] === secret[part],
  );
  if (isTextSame) {
    if (isSame) return { name: secret.name, version: secret.currentVersion, outcome: "unchanged" };
    return { name: secret.name, version: await rotate(ctx, grant, value), outcome: "replaced" };
  }
  const added = await editSecret(ctx, {
    ...place,
    ...text,
    secretId: secret.id,
    revision: secret.revision,
    ...(isSame ? {} : { value: input.value }),
  });
  return { name: secret.name, version: added?.version ?? secret.currentVersion, outcome: "replaced" };
}

/** Adds a version whatever else was changed meanwhile: nobody's text is overwritten. */
async function rotate(ctx: Ctx, grant: Grant<"secret.rotate">, value: Plaintext): Promise<number> {
  const version = await sealVersion(ctx, grant, value, { origin: "rotated", restoredFrom: null });
  const number = await inTransaction(ctx, async (tx) => {
    const result = await addVersion(tx, ctx, grant, version, null);
    if (result) await ctx.audit.append(tx, ctx, [result.event]);
    return result?.added.version ?? null;
  });
  if (number === null)
    throw new AppError("conflict", "This secret was deleted at this very moment. Try again.");
  return number;
}

async function isCurrentValue(ctx: Ctx, grant: Grant<"secret.rotate">, value: Plaintext): Promise<boolean> {
  const keys = await ctx.keys.project(grant.environment.projectId);
  return (await findFingerprint(ctx.pool, grant)) === keys.fingerprint(grant.secret.id, value);
}

function textOf(secret: Grant<"secret.update">["secret"], patch: SecretPatch) {
  const { name, description, category, audience } = secret;
  return {
    name: patch.name ?? name,
    description: patch.description ?? description,
    category: patch.category ?? category,
    audience: patch.audience ?? audience,
  };
}

/** A key writes only what it sees: for an audience of its kind. */
function requireSeen(ctx: Ctx, given: { readonly audience?: Audience | undefined }): void {
  const { audiences } = sightOf(ctx.actor);
  if (given.audience !== undefined && audiences && !audiences.includes(given.audience)) {
    throw new AppError("forbidden", "An API key of this kind does not reach secrets of that audience.");
  }
}

/** Looks again when somebody else changed or made the secret between looking and writing. */
async function untilSettled<T>(tell: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await tell();
    } catch (error) {
      if (!isAppError(error) || error.code !== "conflict" || tries === TRIES_MAX) throw error;
      if (error.context.facts?.holder !== undefined && tries > 1) throw error;
    }
  }
}
