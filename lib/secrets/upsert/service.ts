import { authorize, authorizeIfThere, requireUnnarrowed } from "@/lib/authorization/authorize";
import type { EnvironmentRef, Permit } from "@/lib/authorization/permit";
import { visibilityOf } from "@/lib/authorization/visibility";
import type { Ctx } from "@/lib/context";
import { Plaintext } from "@/lib/crypto/plaintext";
import { AppError, isAppError } from "@/lib/platform/app-error";
import { changeFailure, otherVersion } from "../conflict";
import type { Audience } from "../model";
import { createSecret, deleteSecret, differs } from "../service";
import { sealVersion } from "../versions/service";
import { changeSecret, textOf } from "../writing/service";
import type { SecretPatch, SecretUpsert } from "./schema";

export interface StoredSecret {
  readonly name: string;
  readonly version: number;
  readonly outcome: "created" | "replaced" | "unchanged";
}

/** How often it is looked again whether a name is taken when somebody else was faster. */
const TRIES_MAX = 10;

/**
 * Stores a value under a name: a new secret, or a new version of the one that has the name. The value that it has
 * already makes no new version, as far as it may be compared. Throws `conflict` when the name stands for something that the
 * key does not see, `forbidden` for a new secret of a narrowed key, whatever the name stands for, and
 * `preconditionFailed` when the secret's version is not the expected one.
 */
export async function storeSecret(
  ctx: Ctx,
  scope: EnvironmentRef,
  input: SecretUpsert,
): Promise<StoredSecret> {
  requireAudience(ctx, input.audience);
  return untilSettled(async () => {
    const target = { ...scope, secret: { name: input.name } };
    const permit = await authorizeIfThere(ctx, "secret.rotate", target);
    if (permit && differs(permit.secret, { ...permit.secret, ...textBeside(input) }))
      await authorize(ctx, "secret.update", target);
    return permit ? replace(ctx, permit, input) : create(ctx, scope, input);
  });
}

/**
 * Changes name, description, category or audience; what is left out stays. Throws `conflict` for a name that is taken, and
 * `preconditionFailed` when the secret's version is not the expected one.
 */
export async function patchSecret(
  ctx: Ctx,
  scope: EnvironmentRef,
  name: string,
  patch: SecretPatch,
): Promise<{ readonly name: string }> {
  requireAudience(ctx, patch.audience);
  const permit = await authorize(ctx, "secret.update", { ...scope, secret: { name } });
  const { secret } = permit;
  const ifVersion = patch.expectedVersion;
  const text = textOf(patch);
  if (text.name !== undefined && text.name !== secret.name) await requireUnnarrowed(ctx, "secret.update");
  const result = await changeSecret(ctx, { permit, text, sameValue: "add", ifVersion });
  if (result.kind !== "done") throw await changeFailure(ctx, permit, ifVersion);
  return { name: result.name };
}

/**
 * Deletes the secret of that name for ever. Throws `conflict`, naming the mappings, while other projects use it, and
 * `preconditionFailed` when its version is not the expected one.
 */
export async function deleteSecretByName(
  ctx: Ctx,
  scope: EnvironmentRef,
  name: string,
  expectedVersion?: number,
): Promise<void> {
  const { secret } = await authorize(ctx, "secret.delete", { ...scope, secret: { name } });
  const deletion = { ...scope, secretId: secret.id, confirmation: secret.name, expectedVersion };
  await deleteSecret(ctx, deletion).catch((error: unknown) => {
    throw isAppError(error) ? withScopes(error) : error;
  });
}

/** Names the mappings that keep a secret from being deleted, as far as the actor may know of them. */
function withScopes(error: AppError): AppError {
  const scopes = error.context.facts?.mappedInto;
  if (!Array.isArray(scopes) || scopes.length === 0) return error;
  const mappings = scopes.map(({ project, environment, name }) => `${project}/${environment}: ${name}`);
  return new AppError(error.code, error.detail, { ...error.context, fields: { mappings } });
}

async function create(ctx: Ctx, scope: EnvironmentRef, input: SecretUpsert): Promise<StoredSecret> {
  const { description = "", category = "custom", audience = "all", expectedVersion = 0, ...rest } = input;
  if (expectedVersion !== 0) throw otherVersion(0, expectedVersion);
  const { name } = await createSecret(ctx, { ...scope, ...rest, description, category, audience });
  return { name, version: 1, outcome: "created" };
}

async function replace(
  ctx: Ctx,
  permit: Permit<"secret.rotate">,
  input: SecretUpsert,
): Promise<StoredSecret> {
  const { value, expectedVersion: ifVersion } = input;
  if (ifVersion === 0) throw otherVersion(permit.secret.currentVersion, 0);
  const text = textBeside(input);
  const version = await sealVersion(ctx, permit, Plaintext.of(value), {
    origin: "rotated",
    restoredFrom: null,
  });
  const result = await changeSecret(ctx, { permit, text, version, sameValue: "leave", ifVersion });
  if (result.kind === "changed") throw await changeFailure(ctx, permit, ifVersion);
  if (result.kind === "gone")
    throw new AppError("conflict", "This secret was deleted at this very moment. Try again.");
  const outcome = result.isNewVersion || result.hasNewText ? "replaced" : "unchanged";
  return { name: result.name, version: result.version, outcome };
}

/** What is to change beside the value: the name is how the secret was found. */
function textBeside({ description, category, audience }: SecretUpsert) {
  return textOf({ description, category, audience });
}

/** A key writes only what it sees: for an audience of its kind. */
export function reachesAudience(ctx: Ctx, audience: Audience | undefined): boolean {
  const { audiences } = visibilityOf(ctx.actor);
  return audience === undefined || audiences === null || audiences.includes(audience);
}

export const AUDIENCE_REFUSAL = "An API key of this kind does not reach secrets of that audience.";

function requireAudience(ctx: Ctx, audience: Audience | undefined): void {
  if (!reachesAudience(ctx, audience)) throw new AppError("forbidden", AUDIENCE_REFUSAL);
}

/** Looks again when somebody else made or deleted the secret between looking and writing. */
export async function untilSettled<T>(tell: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await tell();
    } catch (error) {
      if (!isAppError(error) || error.code !== "conflict" || tries === TRIES_MAX) throw error;
      if (error.context.facts?.holder !== undefined && tries > 1) throw error;
    }
  }
}
