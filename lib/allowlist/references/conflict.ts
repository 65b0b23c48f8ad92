import type { Permit } from "@/lib/authorization/permit";
import { reachesEnvironment, visibilityOf } from "@/lib/authorization/visibility";
import type { Ctx } from "@/lib/context";
import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/platform/app-error";
import { type SecretSend, type SecretUse, USES_MAX } from "./model";
import { listUses, listUsesOfMapping, type UseRow } from "./store";

/** How many endpoints a message names; the facts beside it have them all. */
const NAMED_MAX = 5;

/**
 * Why a secret cannot be deleted, or null: allowlist endpoints use it. Tells which, as far as the actor may know of
 * them.
 */
export async function usedConflict(ctx: Ctx, permit: Permit<"secret.delete">): Promise<AppError | null> {
  const uses = await listUses(ctx.pool, permit.secret.id, visibilityOf(ctx.actor).secretIds);
  if (uses.length === 0) return null;
  return conflict(uses.length, "this secret", knownUses(ctx, uses));
}

/** Those of the endpoints that use a secret which the actor may know of: a narrowed key none that use others beside. */
export function knownUses(ctx: Pick<Ctx, "actor">, uses: readonly UseRow[]): SecretUse[] {
  return knownSends(ctx, uses).map(({ lastSentAt: _, ...use }) => use);
}

/** The same with when something was sent through each last. */
export function knownSends({ actor }: Pick<Ctx, "actor">, uses: readonly UseRow[]): SecretSend[] {
  return uses
    .filter((use) => reachesEnvironment(actor, { id: use.environmentId, projectId: use.projectId }))
    .filter(({ usesNoOthers }) => usesNoOthers)
    .slice(0, USES_MAX)
    .map(({ projectId: _project, environmentId: _environment, usesNoOthers: _, ...use }) => use);
}

/** Why a mapping cannot be taken away, or null: endpoints of its environment use what it brings there. */
export async function mappingUsedConflict(
  tx: Tx,
  { environment }: Permit<"mapping.write">,
  mappingId: string,
): Promise<AppError | null> {
  const endpoints = await listUsesOfMapping(tx, environment, mappingId);
  if (endpoints.length === 0) return null;
  const { projectSlug: project, projectName, slug, name: environmentName } = environment;
  const scope = { project, projectName, environment: slug, environmentName };
  const usedBy = endpoints.slice(0, USES_MAX).map((endpoint) => ({ ...scope, endpoint }));
  return conflict(endpoints.length, "the secret behind this name", usedBy);
}

function conflict(count: number, what: string, usedBy: readonly SecretUse[]): AppError {
  const shown = usedBy.slice(0, NAMED_MAX).map(scopeOf);
  const rest = shown.length > 0 && count > shown.length ? ", and more" : "";
  const names = shown.length > 0 ? ` (${shown.join(", ")}${rest})` : "";
  const message =
    count === 1
      ? `One allowlist endpoint uses ${what}${names}. Remove it from that endpoint first.`
      : `${count > USES_MAX ? `More than ${USES_MAX}` : count} allowlist endpoints use ${what}${names}. Remove it from those endpoints first.`;
  return new AppError("conflict", message, { facts: { usedBy } });
}

function scopeOf({ projectName, environmentName, endpoint }: SecretUse): string {
  return `${endpoint} in ${projectName}, ${environmentName}`;
}
