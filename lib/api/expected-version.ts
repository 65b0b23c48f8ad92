import { AppError } from "@/lib/platform/app-error";

/** Headers of an address that changes a secret only at a certain version. */
export const PRECONDITION_HEADERS = {
  "If-Match": 'The number of the version in quotes, such as `"3"`: only if it is the current one, else 412.',
} as const;

const IF_NONE_MATCH = { "If-None-Match": "`*`: only if there is no such secret, else 412." } as const;

export const UPSERT_HEADERS = { ...PRECONDITION_HEADERS, ...IF_NONE_MATCH } as const;

/**
 * The version that a secret must be at for a change, from `If-Match: "3"` (RFC 9110, section 13.1.1), `If-None-Match: *` (0: there
 * must be none) or the body; undefined when none of them says. Throws `validation` for a malformed header, and for two that differ.
 */
export function expectedVersionOf(
  header: (name: string) => string | undefined,
  input?: number | undefined,
): number | undefined {
  const errors: Record<string, string[]> = {};
  const match = header("if-match");
  const version = match === undefined ? undefined : versionIn(match);
  if (version === null) errors["If-Match"] = ['Give the number of one version in quotes, such as "3".'];
  const none = header("if-none-match");
  if (none !== undefined && none.trim() !== "*") errors["If-None-Match"] = ["Only * has a meaning here."];
  const all = [version, none === undefined ? undefined : 0, input].filter((one) => one !== undefined);
  if (new Set(all).size > 1) errors.expectedVersion = ["Headers and body expect different versions."];
  if (Object.keys(errors).length > 0) {
    throw new AppError("validation", "Some parts of this request are invalid.", { fields: errors });
  }
  return all[0] ?? undefined;
}

function versionIn(header: string): number | null {
  const [, digits] = /^\s*"([1-9]\d{0,9})"\s*$/.exec(header) ?? [];
  return digits === undefined || Number(digits) > 2_147_483_647 ? null : Number(digits);
}
