import { authorize, mayEver } from "@/lib/authorization/authorize";
import type { EnvironmentRow } from "@/lib/authorization/permit";
import type { Action } from "@/lib/authorization/policy";
import { visibilityOf } from "@/lib/authorization/visibility";
import type { Ctx } from "@/lib/context";
import type { Plaintext } from "@/lib/crypto/plaintext";
import { foldName } from "@/lib/names/model";
import { findByName, reachOf } from "@/lib/names/store";
import { AppError, fieldError } from "@/lib/platform/app-error";
import { freshenedById } from "../external/fresh";
import { openVersion, secretTarget } from "../versions/service";
import { findCredentialName, findScope } from "./store";

/**
 * The id of the secret that stands for a name in an environment, to sign in with elsewhere. Throws `validation` when there is
 * none, and `forbidden` for an API key that may not read it: it could have it sent to where it likes.
 */
export async function findCredential(
  ctx: Ctx,
  environment: EnvironmentRow,
  name: string,
  wanted: Action,
): Promise<string> {
  requireMayRead(ctx, wanted);
  const seen = visibilityOf(ctx.actor);
  const [found] = await findByName(ctx, reachOf(environment), [foldName(name)], seen);
  if (!found) throw fieldError("credential", "There is no such secret here. Choose one that is stored.");
  return found.secretId;
}

/** The name that such a secret has in an environment; null when it is not there any more. */
export function credentialName(
  ctx: Ctx,
  environment: Pick<EnvironmentRow, "id">,
  credentialId: string,
): Promise<string | null> {
  return findCredentialName(ctx.pool, environment.id, credentialId);
}

/**
 * The value to sign in with elsewhere, after the audit log has it that it is used, for what and by whom. The caller has
 * authorised what it is for. Throws `conflict` when the secret is not in the environment any more, itself or through a mapping.
 */
export async function openCredential(
  ctx: Ctx,
  environment: Pick<EnvironmentRow, "id">,
  credentialId: string,
  use: { readonly purpose: "rotation" | "lease" | "notice" | "manager" | "connection"; readonly of: string },
): Promise<Plaintext> {
  const name = await findCredentialName(ctx.pool, environment.id, credentialId);
  const scope = name === null ? null : await findScope(ctx.pool, credentialId);
  if (!scope) throw new AppError("conflict", "The secret to sign in with is not here any more.");
  // What signs in to a manager never lives in one.
  if (use.purpose !== "manager") await freshenedById(ctx, [credentialId]);
  const program: Ctx = { ...ctx, actor: { kind: "job", name: "credentials" } };
  const permit = await authorize(program, "secret.rotate", { ...scope, secret: { id: credentialId } });
  const { currentVersion } = permit.secret;
  const value = await openVersion(ctx, permit, currentVersion);
  const detail = { ...use, version: currentVersion };
  await ctx.audit.record(ctx, [{ action: "secret.used", target: secretTarget(permit), detail }]);
  return value;
}

function requireMayRead(ctx: Ctx, wanted: Action): void {
  if (ctx.actor.kind !== "apiKey" || mayEver(ctx, "secret.reveal")) return;
  ctx.audit.refuse(ctx, { action: "access.refused", detail: { wanted } });
  const needed = "An API key names only a credential that it may read: it needs secrets:read.";
  throw new AppError("forbidden", needed);
}
