import "server-only";
import type { SignedInCtx } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";
import { readSettingsOverview } from "./service";

/** What the settings page shows. */
export async function loadSettings(ctx: SignedInCtx) {
  const overview = await loadPage(readSettingsOverview(ctx));
  return { ...overview, providerName: ctx.singleSignOn?.name ?? null };
}
