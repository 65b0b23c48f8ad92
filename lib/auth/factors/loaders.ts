import "server-only";
import { currentSettings } from "@/lib/organisation/service";
import type { SignedInCtx } from "@/lib/web/context";
import { loadSessions } from "../loaders";
import { totpSetup } from "../totp/service";
import { ownFactors } from "./service";

/** What the account page shows beside the person. */
export async function loadAccount(ctx: SignedInCtx) {
  const [factors, sessions, settings] = await Promise.all([
    ownFactors(ctx),
    loadSessions(ctx),
    currentSettings(ctx),
  ]);
  const { sessionSecondsMax, idleSecondsMax } = settings;
  return { factors, sessions, length: { sessionSecondsMax, idleSecondsMax } };
}

/** What the page that sets up an authenticator app shows. */
export async function loadAuthenticator(ctx: SignedInCtx) {
  const { hasTotp } = await ownFactors(ctx);
  return { setup: await totpSetup(ctx), isReplacing: hasTotp };
}
