import type { Ctx } from "@/lib/context";
import { newId } from "@/lib/platform/ids";
import { insertOrganisation } from "./store";

/** Makes the organisation that this instance is for. Does nothing when it is there. */
export async function ensureOrganisation(ctx: Ctx): Promise<void> {
  const now = ctx.now();
  await insertOrganisation(ctx.pool, newId(now), "Organisation", now);
}
