import type { SecretMeta } from "@/lib/secrets/model";

const USUAL_DAYS = 90;
/** How long before a value ends the next one should be there. */
const AHEAD_DAYS = 7;
const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * After how many days a secret is to be rotated, while nobody said: a week before the value ends by itself, where it says when. The
 * value was stored at its last change or before, so that it is early rather than late.
 */
export function suggestedDays({ expiresAt, updatedAt }: Pick<SecretMeta, "expiresAt" | "updatedAt">): number {
  if (expiresAt === null) return USUAL_DAYS;
  const lastsDays = Math.floor((Date.parse(expiresAt) - Date.parse(updatedAt)) / DAY_MS);
  return Math.min(USUAL_DAYS, Math.max(1, lastsDays - AHEAD_DAYS));
}
