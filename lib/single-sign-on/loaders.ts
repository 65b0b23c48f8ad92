import "server-only";
import { runtime } from "@/lib/runtime/registry";
import { anonymousContext } from "@/lib/web/context";
import type { SsoInput } from "./route";

const REASON_LENGTH_MAX = 300;

/** What the two routes of single sign-on work with; null where it is not set up. */
export async function inputForProvider(): Promise<SsoInput | null> {
  const { settings, log } = runtime();
  if (!settings.singleSignOn) return null;
  const { rules, client } = settings.singleSignOn;
  const ctx = { ...(await anonymousContext()), singleSignOn: rules };
  // Only the words: errors of the OpenID client carry tokens.
  const warn = (reason: unknown) =>
    log.warn({ requestId: ctx.request.id, reason: wordsOf(reason) }, "trouble with single sign-on");
  return { ctx, client, origin: settings.origin, warn };
}

function wordsOf(reason: unknown): string {
  const error = isRecord(reason) && reason.error instanceof Error ? reason.error : reason;
  const words = error instanceof Error ? error.message : "unknown";
  // The values that did not fit are one browser's secrets.
  return words.replace(/\b(state|nonce) mismatch\b.*/s, "$1 mismatch").slice(0, REASON_LENGTH_MAX);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
