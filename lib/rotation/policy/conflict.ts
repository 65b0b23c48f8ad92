import type { Permit } from "@/lib/authorization/permit";
import { canSee, reachesEnvironment } from "@/lib/authorization/visibility";
import type { Ctx } from "@/lib/context";
import { AppError } from "@/lib/platform/app-error";
import { listRotatedWith } from "./store";

const NAMED_MAX = 5;

/** Why a secret cannot be deleted, or null: others are rotated with it. Names those that the actor may know of. */
export async function credentialConflict(
  ctx: Ctx,
  { secret }: Permit<"secret.delete">,
): Promise<AppError | null> {
  const rotated = await listRotatedWith(ctx.pool, secret.id, NAMED_MAX + 1);
  if (rotated.length === 0) return null;
  const names = rotated
    .filter((one) => reachesEnvironment(ctx.actor, { id: one.environmentId, projectId: one.projectId }))
    .filter((one) => canSee(ctx.actor, one))
    .map(({ name }) => name);
  const more = rotated.length > NAMED_MAX ? " and more" : "";
  const list = names.length > 0 ? `: ${names.slice(0, NAMED_MAX).join(", ")}${more}` : "";
  return new AppError("conflict", `Other secrets are rotated with this secret${list}. Change that first.`);
}
