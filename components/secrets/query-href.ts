import type { SecretQuery } from "@/lib/secrets/schema";

type Shown = Partial<Pick<SecretQuery, "search" | "category" | "audience" | "rotation" | "sort">>;

/** The address of the list under `path` with these filters; what is the default is left out. */
export function queryHref(
  path: string,
  query: Shown,
  change: Partial<Record<keyof Shown | "after", string | undefined>> = {},
): string {
  const { search, category, audience, rotation, sort } = query;
  const wanted = { search, category, audience, rotation, sort, ...change };
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(wanted)) {
    if (value && !(name === "sort" && value === "updated")) params.set(name, value);
  }
  return params.size === 0 ? path : `${path}?${params}`;
}
