import type { Permit } from "@/lib/authorization/permit";
import { reachesProject } from "@/lib/authorization/visibility";
import type { Ctx } from "@/lib/context";
import { AppError } from "@/lib/platform/app-error";
import { SCOPES_MAX } from "./model";
import { listScopes } from "./store";

/**
 * Why a secret cannot be deleted, or null: other projects use it under names of their own. Tells where, as far as the
 * actor may know of it.
 */
export async function mappedConflict(ctx: Ctx, permit: Permit<"secret.delete">): Promise<AppError | null> {
  const scopes = await listScopes(ctx.pool, permit.secret.id);
  if (scopes.length === 0) return null;
  const count = scopes.length > SCOPES_MAX ? `more than ${SCOPES_MAX}` : String(scopes.length);
  const message = `This secret is mapped into ${count} ${scopes.length === 1 ? "place" : "places"}. Remove the mappings first.`;
  const mappedInto = scopes
    .filter(({ projectId }) => reachesProject(ctx.actor, projectId))
    .slice(0, SCOPES_MAX)
    .map(({ project, environment, name }) => ({ project, environment, name }));
  return new AppError("conflict", message, { facts: { mappedInto } });
}
