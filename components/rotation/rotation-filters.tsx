import { ChipLink } from "@/components/ui/chip-link";
import type { ProjectMeta } from "@/lib/projects/model";
import { ROTATION_STATES } from "@/lib/rotation/model";
import type { RotationQuery } from "@/lib/rotation/query/schema";
import { STATES } from "./rotation-labels";

type Filter = Partial<Pick<RotationQuery, "state" | "environment">>;

interface FiltersProps {
  readonly query: RotationQuery;
  /** Where the page is with other filters. */
  readonly hrefOf: (filter: Filter) => string;
}

/** Narrows the page to one environment. */
export function EnvironmentFilter({
  project,
  query,
  hrefOf,
}: FiltersProps & { readonly project: ProjectMeta }) {
  const { state, environment } = query;
  return (
    <nav aria-label="Environment of rotations" className="flex flex-wrap gap-2">
      <ChipLink href={hrefOf({ state })} isOn={environment === undefined}>
        All environments
      </ChipLink>
      {project.environments.map(({ slug, name }) => (
        <ChipLink key={slug} href={hrefOf({ state, environment: slug })} isOn={environment === slug}>
          {name}
        </ChipLink>
      ))}
    </nav>
  );
}

/** Narrows the history to one state. */
export function StateFilter({ query: { state, environment }, hrefOf }: FiltersProps) {
  return (
    <nav aria-label="State of rotations" className="flex flex-wrap gap-2">
      <ChipLink href={hrefOf({ environment })} isOn={state === undefined} scroll={false}>
        All
      </ChipLink>
      {ROTATION_STATES.map((one) => (
        <ChipLink key={one} href={hrefOf({ environment, state: one })} isOn={state === one} scroll={false}>
          {STATES[one]}
        </ChipLink>
      ))}
    </nav>
  );
}

/** The address of a project's rotations with these filters, under `path`. */
export function rotationHref(path: string, filter: Readonly<Record<string, string | undefined>>): string {
  const set = Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return set.length === 0 ? path : `${path}?${new URLSearchParams(set)}`;
}
