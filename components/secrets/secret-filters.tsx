import { ChipLink } from "@/components/ui/chip-link";
import { AUDIENCE_NAMES, AUDIENCES, CATEGORIES, CATEGORY_NAMES, ROTATION_FILTERS } from "@/lib/secrets/model";
import type { SecretQuery } from "@/lib/secrets/schema";
import { queryHref } from "./query-href";

const ROTATION_NAMES = { overdue: "Overdue", failing: "Failing" } as const;

/** Narrows the list by category, audience and how rotation goes. Links, so that the address holds the state. */
export function SecretFilters({
  query,
  basePath,
}: {
  readonly query: SecretQuery;
  readonly basePath: string;
}) {
  const toggled = <T extends string>(current: T | undefined, value: T) =>
    current === value ? undefined : value;
  return (
    <div className="flex flex-wrap gap-x-6 gap-y-2">
      <nav aria-label="Category" className="flex flex-wrap items-center gap-2">
        <span className="text-sm text-muted">Category</span>
        {CATEGORIES.map((value) => (
          <ChipLink
            key={value}
            href={queryHref(basePath, query, { category: toggled(query.category, value) })}
            isOn={query.category === value}
            scroll={false}
          >
            {CATEGORY_NAMES[value]}
          </ChipLink>
        ))}
      </nav>
      <nav aria-label="Audience" className="flex flex-wrap items-center gap-2">
        <span className="text-sm text-muted">Audience</span>
        {AUDIENCES.filter((value) => value !== "all").map((value) => (
          <ChipLink
            key={value}
            href={queryHref(basePath, query, { audience: toggled(query.audience, value) })}
            isOn={query.audience === value}
            scroll={false}
          >
            {AUDIENCE_NAMES[value]}
          </ChipLink>
        ))}
      </nav>
      <nav aria-label="Rotation of secrets" className="flex flex-wrap items-center gap-2">
        <span className="text-sm text-muted">Rotation</span>
        {ROTATION_FILTERS.map((value) => (
          <ChipLink
            key={value}
            href={queryHref(basePath, query, { rotation: toggled(query.rotation, value) })}
            isOn={query.rotation === value}
            scroll={false}
          >
            {ROTATION_NAMES[value]}
          </ChipLink>
        ))}
      </nav>
    </div>
  );
}
