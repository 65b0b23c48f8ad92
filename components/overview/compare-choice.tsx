import { Button } from "@/components/ui/button";
import { ChipLink } from "@/components/ui/chip-link";
import { Select } from "@/components/ui/select";
import { comparePath, type EnvironmentMeta } from "@/lib/projects/model";
import type { ComparePageData } from "@/lib/secrets/overview/loaders";
import { overviewHref } from "./overview-href";

/** So many pairs have a link each; of more, both are chosen. */
const PAIRS_SHOWN_MAX = 6;

interface CompareChoiceProps {
  readonly project: string;
  readonly data: ComparePageData;
}

/** Which two environments are compared. */
export function CompareChoice({ project, data: { environments, query } }: CompareChoiceProps) {
  const pairs = environments.flatMap((left, at) =>
    environments.slice(at + 1).map((right) => ({ left, right })),
  );
  const path = comparePath(project);
  if (pairs.length > PAIRS_SHOWN_MAX) return <PairForm {...{ path, environments, query }} />;
  return (
    <nav aria-label="Environments to compare" className="flex flex-wrap gap-2">
      {pairs.map(({ left, right }) => (
        <ChipLink
          key={`${left.slug} ${right.slug}`}
          href={overviewHref(path, { left: left.slug, right: right.slug, search: query.search })}
          isOn={[query.left, query.right].every((slug) => slug === left.slug || slug === right.slug)}
        >
          {left.name} and {right.name}
        </ChipLink>
      ))}
    </nav>
  );
}

interface PairFormProps {
  readonly path: string;
  readonly environments: readonly EnvironmentMeta[];
  readonly query: ComparePageData["query"];
}

function PairForm({ path, environments, query }: PairFormProps) {
  const options = environments.map(({ slug, name }) => ({ value: slug, label: name }));
  return (
    <form action={path} className="flex flex-wrap items-center gap-2">
      <Select name="left" aria-label="First environment" options={options} defaultValue={query.left} />
      and
      <Select name="right" aria-label="Second environment" options={options} defaultValue={query.right} />
      <Button type="submit">Compare</Button>
    </form>
  );
}
