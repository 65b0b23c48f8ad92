import type { Ctx } from "@/lib/context";
import type { Db, Tx } from "@/lib/db/client";
import { newId } from "@/lib/platform/ids";
import type { OrganisationSettings } from "./model";
import { findSettings, insertOrganisation } from "./store";

/** Makes the organisation that this instance is for. Does nothing when it is there. */
export async function ensureOrganisation(ctx: Ctx): Promise<void> {
  const now = ctx.now();
  await insertOrganisation(ctx.pool, newId(now), "Organisation", now);
}

/** The settings at this moment. Not a secret from the program: what of them is shown to whom is decided at the edges. */
export function currentSettings(ctx: { readonly db: Db | Tx }): Promise<OrganisationSettings> {
  return findSettings(ctx.db);
}
