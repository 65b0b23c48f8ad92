import { authorize } from "@/lib/authorization/authorize";
import type { Grant } from "@/lib/authorization/grant";
import type { Ctx } from "@/lib/context";
import type { Plaintext } from "@/lib/crypto/plaintext";
import { AppError } from "@/lib/platform/app-error";
import { openVersion, secretTarget } from "@/lib/secrets/versions/service";
import { findCredentialName } from "../policy/store";
import { findScope } from "./store";

/**
 * The value that a rotator signs in with elsewhere, after the audit log has it that it is used. Throws `conflict` when the
 * secret is not in the environment any more, itself or through a mapping.
 */
export async function openCredential(
  ctx: Ctx,
  { environment, secret }: Grant<"secret.rotate">,
  credentialId: string,
): Promise<Plaintext> {
  const name = await findCredentialName(ctx.pool, environment.id, credentialId);
  const scope = name === null ? null : await findScope(ctx.pool, credentialId);
  if (!scope) throw new AppError("conflict", "The secret to sign in with is not here any more.");
  const grant = await authorize(ctx, "secret.rotate", { ...scope, secret: { id: credentialId } });
  const { currentVersion } = grant.secret;
  const value = await openVersion(ctx, grant, currentVersion);
  const detail = { purpose: "rotation", of: secret.name, version: currentVersion };
  await ctx.audit.record(ctx, [{ action: "secret.used", target: secretTarget(grant), detail }]);
  return value;
}
