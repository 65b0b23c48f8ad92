import type { Grant } from "@/lib/authorization/grant";
import { reachesEnvironment } from "@/lib/authorization/key-policy";
import type { Ctx } from "@/lib/context";
import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/platform/app-error";
import { USES_MAX } from "./model";
import { listUses, listUsesOfMapping } from "./store";

/**
 * Why a secret cannot be deleted, or null: allowlist endpoints use it. Tells which, as far as the actor may know of
 * them.
 */
export async function usedConflict(ctx: Ctx, grant: Grant<"secret.delete">): Promise<AppError | null> {
  const uses = await listUses(ctx.pool, grant.secret.id);
  if (uses.length === 0) return null;
  const message = `${countOf(uses)} this secret. Take it out of ${uses.length === 1 ? "it" : "them"} first.`;
  const usedBy = uses
    .filter((use) => reachesEnvironment(ctx.actor, { id: use.environmentId, projectId: use.projectId }))
    .slice(0, USES_MAX)
    .map(({ project, environment, endpoint }) => ({ project, environment, endpoint }));
  return new AppError("conflict", message, { facts: { usedBy } });
}

/** Why a mapping cannot be taken away, or null: endpoints of its environment use what it brings there. */
export async function mappingUsedConflict(
  tx: Tx,
  { environment }: Grant<"mapping.write">,
  mappingId: string,
): Promise<AppError | null> {
  const endpoints = await listUsesOfMapping(tx, environment, mappingId);
  if (endpoints.length === 0) return null;
  const message = `${countOf(endpoints)} the secret behind this name. Take it out of ${
    endpoints.length === 1 ? "it" : "them"
  } first.`;
  const { projectSlug: project, slug } = environment;
  const usedBy = endpoints.slice(0, USES_MAX).map((endpoint) => ({ project, environment: slug, endpoint }));
  return new AppError("conflict", message, { facts: { usedBy } });
}

function countOf({ length }: readonly unknown[]): string {
  if (length === 1) return "One allowlist endpoint uses";
  return `${length > USES_MAX ? `More than ${USES_MAX}` : length} allowlist endpoints use`;
}
