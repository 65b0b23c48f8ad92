import { holdAccount } from "@/lib/accounts/store";
import type { Ctx } from "@/lib/context";
import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/platform/app-error";
import type { Member } from "./model";

type Standing = Pick<Member, "role" | "status">;

/** Whether whoever acts still is who they were when they were authorised, as their row has it now. */
export function hasStanding({ actor }: Pick<Ctx, "actor">, now: Standing | null | undefined): boolean {
  return actor.kind !== "user" || (now?.status === "active" && now.role === actor.role);
}

/**
 * Throws `conflict` when whoever acts lost their role since they were authorised, and keeps them from losing it until
 * the commit: what they do now and what is undone when they lose it never miss each other.
 */
export async function holdStanding(ctx: Pick<Ctx, "actor" | "seals">, tx: Tx): Promise<void> {
  if (ctx.actor.kind !== "user") return;
  if (!hasStanding(ctx, await holdAccount(tx, ctx.seals, ctx.actor.id))) throw changedMeanwhile();
}

export function changedMeanwhile(): AppError {
  return new AppError(
    "conflict",
    "Somebody changed a role at this very moment. Nothing was done: look again.",
  );
}
