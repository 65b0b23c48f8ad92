import type { Permit } from "@/lib/authorization/permit";
import { reachesEnvironment } from "@/lib/authorization/visibility";
import type { Ctx } from "@/lib/context";
import { AppError } from "@/lib/platform/app-error";
import { listConnectionsWith } from "./store";

const NAMED_MAX = 5;

/** Why a secret cannot be deleted, or null: apps are connected with it. Names the connections that the actor may know of. */
export async function connectionConflict(
  ctx: Ctx,
  { secret }: Permit<"secret.delete">,
): Promise<AppError | null> {
  const connections = await listConnectionsWith(ctx.pool, secret.id, NAMED_MAX + 1);
  if (connections.length === 0) return null;
  const names = connections
    .filter((one) => reachesEnvironment(ctx.actor, { id: one.environmentId, projectId: one.projectId }))
    .map(({ name }) => name);
  const more = connections.length > NAMED_MAX ? " and more" : "";
  const list = names.length > 0 ? `: ${names.slice(0, NAMED_MAX).join(", ")}${more}` : "";
  return new AppError("conflict", `Connected apps use this secret${list}. Change that first.`);
}
