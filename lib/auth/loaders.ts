import "server-only";
import type { Ctx } from "@/lib/context";
import { onlyOwnersUsePasswords } from "@/lib/organisation/model";
import { currentSettings } from "@/lib/organisation/service";
import { isSetUp } from "@/lib/people/loaders";
import { landingPath } from "@/lib/projects/loaders";
import { optionalContext, type SignedInCtx } from "@/lib/web/context";
import { deviceName } from "./device";
import { nextPath } from "./next-path";
import { listSessions } from "./service";

/** Where a person who is signed in already goes on to from the sign-in page; null for anybody else. */
export async function loadNextStep(next: unknown): Promise<string | null> {
  const ctx = await optionalContext();
  return ctx && (nextPath(next) ?? (await landingPath(ctx)));
}

/** What the sign-in page shows to whoever opens it. */
export interface SignInPage {
  /** Whether anybody can sign in yet. */
  readonly isReady: boolean;
  readonly banner: string;
  /** Name of the OpenID provider; null without one. */
  readonly provider: string | null;
  /** Whether passwords are for Owners only. */
  readonly isForOwners: boolean;
}

export async function loadSignIn(ctx: Ctx): Promise<SignInPage> {
  const [settings, isReady] = await Promise.all([currentSettings(ctx), isSetUp(ctx)]);
  return {
    isReady,
    banner: settings.signInBanner,
    provider: ctx.singleSignOn?.name ?? null,
    isForOwners: onlyOwnersUsePasswords(settings, ctx.singleSignOn),
  };
}

/** The actor's sessions, as the account page lists them. */
export async function loadSessions(ctx: SignedInCtx) {
  const sessions = await listSessions(ctx);
  return sessions.map(({ userAgent, ...session }) => ({ ...session, device: deviceName(userAgent) }));
}
