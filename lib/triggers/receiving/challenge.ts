import type { SchemeKind } from "../schema";

const CHALLENGE_LENGTH_MAX = 500;

/** The text that Slack wants back before it sends events to an address; null for a request that asks for none. */
export function challengeIn(scheme: SchemeKind, body: Buffer): string | null {
  if (scheme !== "slack" || body[0] !== 0x7b) return null;
  try {
    const { type, challenge } = JSON.parse(body.toString("utf8"));
    const isAsked =
      type === "url_verification" &&
      typeof challenge === "string" &&
      challenge.length <= CHALLENGE_LENGTH_MAX;
    return isAsked ? challenge : null;
  } catch {
    return null;
  }
}
