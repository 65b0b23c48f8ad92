import type { SecretRow } from "@/lib/authorization/permit";

const PROVIDERS = [
  "stripe",
  "aws",
  "github",
  "slack",
  "twilio",
  "sendgrid",
  "openai",
  "anthropic",
  "cloudflare",
  "datadog",
  "sentry",
  "postgres",
  "redis",
  "kafka",
  "snowflake",
  "salesforce",
  "hubspot",
  "zendesk",
  "okta",
  "auth0",
  "pagerduty",
  "s3",
] as const;
const THINGS = [
  "api-key",
  "access-token",
  "client-secret",
  "webhook-secret",
  "password",
  "private-key",
  "signing-key",
  "connection-string",
  "service-account",
  "refresh-token",
  "encryption-key",
  "license-key",
] as const;
const TEAMS = [
  "billing",
  "checkout",
  "search",
  "mobile",
  "data",
  "platform",
  "support",
  "growth",
  "ops",
  "partner",
] as const;
const NOTES = [
  "",
  "Used by the nightly import.",
  "Rotate every 90 days, see the runbook.",
  "Read-only. Ask the owning team before using it elsewhere.",
  "Belongs to the shared account; never paste it into a ticket.",
  "Replaced the key from the old provider in spring.",
] as const;
const CATEGORIES = ["provider", "provider", "tool", "custom"] as const;
const AUDIENCES = ["all", "all", "all", "agents", "tools", "sandboxes"] as const;

/** Digits at the end of a made-up name: enough for the most that can be made. */
const NUMBER_DIGITS = 6;

export interface PlausibleSecret {
  readonly name: string;
  readonly description: string;
  readonly category: SecretRow["category"];
  readonly audience: SecretRow["audience"];
  /** How long ago it was made and last changed, between 0 (now) and 1 (the longest). */
  readonly age: number;
  readonly idle: number;
}

/** The same made-up secret for the same number, with the number in its name: so no two have the same name. */
export function plausibleSecret(number: number): PlausibleSecret {
  const draw = drawing(number);
  const provider = draw(PROVIDERS);
  const team = draw(TEAMS);
  const words = `${team}-${provider}-${draw(THINGS)}-${String(number).padStart(NUMBER_DIGITS, "0")}`;
  const isVariable = draw([true, false, false]);
  const age = draw.fraction();
  return {
    name: isVariable ? words.replaceAll("-", "_").toUpperCase() : words,
    description: [`${title(provider)} for ${team}.`, draw(NOTES)].join(" ").trim(),
    category: draw(CATEGORIES),
    audience: draw(AUDIENCES),
    age,
    idle: age * draw.fraction(),
  };
}

/** A small generator (mulberry32): the point is that a number always gives the same secret. */
function drawing(seed: number) {
  let state = seed;
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const draw = <T>(from: readonly [T, ...T[]]): T => from[Math.floor(fraction() * from.length)] ?? from[0];
  return Object.assign(draw, { fraction });
}

function title(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
