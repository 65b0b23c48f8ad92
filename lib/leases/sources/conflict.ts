import type { Permit } from "@/lib/authorization/permit";
import { reachesEnvironment } from "@/lib/authorization/visibility";
import type { Ctx } from "@/lib/context";
import { AppError } from "@/lib/platform/app-error";
import { listSourcesWith } from "./store";

const NAMED_MAX = 5;

/** Why a secret cannot be deleted, or null: leases are made with it. Names the sources that the actor may know of. */
export async function leaseSourceConflict(
  ctx: Ctx,
  { secret }: Permit<"secret.delete">,
): Promise<AppError | null> {
  const sources = await listSourcesWith(ctx.pool, secret.id, NAMED_MAX + 1);
  if (sources.length === 0) return null;
  const names = sources
    .filter((one) => reachesEnvironment(ctx.actor, { id: one.environmentId, projectId: one.projectId }))
    .map(({ name }) => name);
  const more = sources.length > NAMED_MAX ? " and more" : "";
  const list = names.length > 0 ? `: ${names.slice(0, NAMED_MAX).join(", ")}${more}` : "";
  return new AppError("conflict", `Lease sources sign in with this secret${list}. Change that first.`);
}
