import type { Permit } from "@/lib/authorization/permit";
import { reachesEnvironment } from "@/lib/authorization/visibility";
import type { Ctx } from "@/lib/context";
import { AppError } from "@/lib/platform/app-error";
import { listManagersWith } from "./store";

const NAMED_MAX = 5;

/** Why a secret cannot be deleted, or null: an external manager is signed in to with it. Names those that the actor may know of. */
export async function managerConflict(
  ctx: Ctx,
  { secret }: Permit<"secret.delete">,
): Promise<AppError | null> {
  const managers = await listManagersWith(ctx.pool, secret.id, NAMED_MAX + 1);
  if (managers.length === 0) return null;
  const names = managers
    .filter((one) => reachesEnvironment(ctx.actor, { id: one.environmentId, projectId: one.projectId }))
    .map(({ name }) => name);
  const more = managers.length > NAMED_MAX ? " and more" : "";
  const list = names.length > 0 ? `: ${names.slice(0, NAMED_MAX).join(", ")}${more}` : "";
  return new AppError(
    "conflict",
    `External managers are signed in to with this secret${list}. Change that first.`,
  );
}
