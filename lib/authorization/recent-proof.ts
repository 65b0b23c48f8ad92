import type { Ctx } from "@/lib/context";
import { AppError } from "@/lib/platform/app-error";
import { isFromFuture } from "@/lib/platform/clock";
import type { UserActor } from "./actor";

/** How long after proving who they are a person may do what is sensitive. */
export const CONFIRMED_SECONDS_MAX = 15 * 60;

/**
 * Throws `confirmationNeeded` unless the person proved not long ago who they are, and `forbidden` for one who cannot, since
 * they come through a personal key. `authorize` asks for it where the action is sensitive, use cases about one's own account
 * ask for it themselves.
 */
export function requireRecentProof({ actor, now }: Pick<Ctx, "actor" | "now">): void {
  if (actor.kind !== "user") return;
  if (actor.personalKey)
    throw new AppError("forbidden", "A personal key may not do this. Do it in the dashboard.");
  if (actor.valueLink) throw new AppError("forbidden", "A link may not do this.");
  if (isConfirmed(actor, now())) return;
  throw new AppError("confirmationNeeded", "Confirm that it is you to go on.");
}

/** Whether a person proved who they are not long ago, and not in a future that a clock that ran ahead wrote. */
export function isConfirmed(actor: Pick<UserActor, "confirmedAt">, now: Date): boolean {
  const ageSeconds = (now.getTime() - actor.confirmedAt.getTime()) / 1000;
  return ageSeconds <= CONFIRMED_SECONDS_MAX && !isFromFuture(actor.confirmedAt, now);
}
