import type { Role } from "@/lib/authorization/actor";
import type { SingleSignOn } from "@/lib/platform/single-sign-on";

/** Why somebody who came from the provider was not let in. The sign-in page has a text of ours for each. */
export const SSO_PROBLEMS = [
  /** The provider did not answer, or not as OpenID Connect wants it. */
  "provider-unreachable",
  /** The provider said no, or the person did. */
  "provider-refused",
  /** Its answer was not for this browser, too old, or not signed as it has to be. */
  "answer-refused",
  "no-address",
  "unverified-address",
  "not-invited",
  "too-many",
  "unavailable",
] as const;
export type SsoProblem = (typeof SSO_PROBLEMS)[number];

/** What a checked ID token says about somebody. */
export interface ProviderIdentity {
  readonly subject: string;
  /** Canonical; null without one, or when it is not one plain address. */
  readonly email: string | null;
  /** Only when the provider said exactly `true`. */
  readonly isEmailVerified: boolean;
  readonly name: string | null;
  readonly claims: Readonly<Record<string, unknown>>;
}

const NAME_LENGTH_MAX = 120;

/** A name as it may stand in lists: one line, nothing invisible. Null when nothing is left. */
export function plainName(input: unknown): string | null {
  if (typeof input !== "string") return null;
  const text = input
    .normalize("NFC")
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, " ")
    .trim();
  return text === "" ? null : [...text].slice(0, NAME_LENGTH_MAX).join("").trim();
}

/**
 * The role that the mapping table gives for these claims; null when it gives none. The claim holds one text or a list of
 * them. The first row of the table whose value is among them counts, whatever its role: whoever writes it decides.
 */
export function mappedRole(
  rules: Pick<SingleSignOn, "roleClaim" | "roles">,
  claims: Readonly<Record<string, unknown>>,
): Role | null {
  const held = valuesAt(claims, rules.roleClaim);
  return rules.roles.find(({ value }) => held.includes(value))?.role ?? null;
}

/** The slugs of the groups that the mapping table gives for these claims: of every row whose value is in the claim. */
export function mappedGroups(
  rules: Pick<SingleSignOn, "groupClaim" | "groups">,
  claims: Readonly<Record<string, unknown>>,
): readonly string[] {
  const held = valuesAt(claims, rules.groupClaim);
  return [...new Set(rules.groups.flatMap(({ value, group }) => (held.includes(value) ? [group] : [])))];
}

function valuesAt(claims: Readonly<Record<string, unknown>>, name: string | null): readonly unknown[] {
  return name === null ? [] : [claimAt(claims, name)].flat();
}

/** A claim by its whole name, which may have dots in it, else by its path. */
function claimAt(claims: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  return name.split(".").reduce<unknown>((held, part) => ownProperty(held, part), claims);
}

function ownProperty(held: unknown, name: string): unknown {
  if (typeof held !== "object" || held === null || Array.isArray(held) || !Object.hasOwn(held, name)) return;
  return Object.entries(held).find(([key]) => key === name)?.[1];
}
