import type { Permit } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { AppError } from "@/lib/platform/app-error";
import { listChannelsWith } from "./store";

/** Why a secret cannot be deleted, or null: notices go out with it. Only people are told where to. */
export async function channelConflict(
  ctx: Ctx,
  { secret }: Permit<"secret.delete">,
): Promise<AppError | null> {
  const names = await listChannelsWith(ctx.pool, secret.id);
  if (names.length === 0) return null;
  const list = ctx.actor.kind === "apiKey" ? "" : `: ${names.join(", ")}`;
  return new AppError("conflict", `Notification channels use this secret${list}. Change that first.`);
}
