import type { Ctx } from "@/lib/context";
import type { EnvironmentRow } from "./permit";

/**
 * Whether a change that the actor may make waits until others approve it: where the environment has a change policy, for people and
 * API keys. Not for a key that skips approval, for what the program does by itself, nor for a change that was approved.
 */
export function needsApproval(
  { actor, approvedRequest = null }: Pick<Ctx, "actor" | "approvedRequest">,
  { changePolicy }: Pick<EnvironmentRow, "changePolicy">,
): boolean {
  if (changePolicy === null || approvedRequest !== null) return false;
  return actor.kind === "user" || (actor.kind === "apiKey" && actor.skipsApproval !== true);
}
