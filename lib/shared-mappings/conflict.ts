import type { Grant } from "@/lib/authorization/grant";
import { reachesProject } from "@/lib/authorization/key-policy";
import type { Ctx } from "@/lib/context";
import { AppError } from "@/lib/platform/app-error";
import { PLACES_MAX } from "./model";
import { listPlaces } from "./store";

/**
 * Why a secret cannot be deleted, or null: other projects use it under names of their own. Tells where, as far as the
 * actor may know of it.
 */
export async function mappedConflict(ctx: Ctx, grant: Grant<"secret.delete">): Promise<AppError | null> {
  const places = await listPlaces(ctx.pool, grant.secret.id);
  if (places.length === 0) return null;
  const count = places.length > PLACES_MAX ? `more than ${PLACES_MAX}` : String(places.length);
  const message = `This secret is mapped into ${count} ${places.length === 1 ? "place" : "places"}. Remove the mappings first.`;
  const mappedInto = places
    .filter(({ projectId }) => reachesProject(ctx.actor, projectId))
    .slice(0, PLACES_MAX)
    .map(({ project, environment, name }) => ({ project, environment, name }));
  return new AppError("conflict", message, { facts: { mappedInto } });
}
