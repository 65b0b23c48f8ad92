import "server-only";
import { landingPath } from "@/lib/projects/loaders";
import { optionalContext, type SignedInCtx } from "@/lib/web/context";
import { deviceName } from "./device";
import { nextPath } from "./next-path";
import { listSessions } from "./service";

/** Where a person who is signed in already goes on to from the sign-in page; null for anybody else. */
export async function loadWayOn(next: unknown): Promise<string | null> {
  const ctx = await optionalContext();
  return ctx && (nextPath(next) ?? (await landingPath(ctx)));
}

/** The actor's sessions, as the account page lists them. */
export async function loadSessions(ctx: SignedInCtx) {
  const sessions = await listSessions(ctx);
  return sessions.map(({ userAgent, ...session }) => ({ ...session, device: deviceName(userAgent) }));
}
