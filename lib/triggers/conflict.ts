import type { Permit } from "@/lib/authorization/permit";
import { reachesEnvironment } from "@/lib/authorization/visibility";
import type { Ctx } from "@/lib/context";
import { AppError } from "@/lib/platform/app-error";
import { listTriggersWith } from "./store";

const NAMED_MAX = 5;

/** Why a secret cannot be deleted, or null: triggers use it. Names those that the actor may know of. */
export async function triggerConflict(
  ctx: Ctx,
  { secret }: Permit<"secret.delete">,
): Promise<AppError | null> {
  const triggers = await listTriggersWith(ctx.pool, secret.id, NAMED_MAX + 1);
  if (triggers.length === 0) return null;
  const names = triggers
    .filter((one) => reachesEnvironment(ctx.actor, { id: one.environmentId, projectId: one.projectId }))
    .map(({ name }) => name);
  const more = triggers.length > NAMED_MAX ? " and more" : "";
  const list = names.length > 0 ? `: ${names.slice(0, NAMED_MAX).join(", ")}${more}` : "";
  return new AppError("conflict", `Triggers use this secret${list}. Change that first.`);
}
