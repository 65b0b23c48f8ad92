import { ChipLink } from "@/components/ui/chip-link";
import { overviewPath } from "@/lib/projects/model";
import type { OverviewPageData } from "@/lib/secrets/overview/loaders";
import { overviewHref } from "./overview-href";

interface OverviewFiltersProps {
  readonly project: string;
  readonly data: OverviewPageData;
}

/** Narrows the grid to names that some environment lacks. */
export function OverviewFilters({ project, data: { query, page } }: OverviewFiltersProps) {
  const choices = [
    { value: undefined, label: "All names" },
    { value: "*", label: "Missing somewhere" },
    ...page.environments.map(({ slug, name }) => ({ value: slug, label: `Missing in ${name}` })),
  ];
  return (
    <nav aria-label="Which names" className="flex flex-wrap gap-2">
      {choices.map(({ value, label }) => (
        <ChipLink
          key={label}
          href={overviewHref(overviewPath(project), { search: query.search, missing: value })}
          isOn={query.missing === value}
          scroll={false}
        >
          {label}
        </ChipLink>
      ))}
    </nav>
  );
}
