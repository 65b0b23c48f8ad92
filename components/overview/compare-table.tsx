import { GitCompare } from "lucide-react";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { ChipLink } from "@/components/ui/chip-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageLinks } from "@/components/ui/page-links";
import { type Column, Table } from "@/components/ui/table";
import { comparePath } from "@/lib/projects/model";
import type { ComparePageData } from "@/lib/secrets/overview/loaders";
import {
  DIFFERENCES,
  type Difference,
  differenceOf,
  type OverviewPage,
  type OverviewRow,
} from "@/lib/secrets/overview/model";
import { OverviewCellContent } from "./overview-cell";
import { overviewHref } from "./overview-href";
import { OverviewName } from "./overview-table";

interface CompareTableProps {
  readonly project: string;
  readonly page: OverviewPage;
  readonly query: ComparePageData["query"];
}

const TONES: Readonly<Record<Difference, BadgeTone>> = {
  onlyLeft: "warning",
  onlyRight: "warning",
  different: "accent",
  same: "success",
  unknown: "neutral",
};

/** How each difference is called between two environments. */
function labelsOf([left, right]: OverviewPage["environments"]): Readonly<Record<Difference, string>> {
  return {
    onlyLeft: `Only in ${left?.name}`,
    onlyRight: `Only in ${right?.name}`,
    different: "Different",
    same: "Same",
    unknown: "Not compared",
  };
}

function emptyTitle({ next }: OverviewPage, { search, show }: ComparePageData["query"]): string {
  if (next !== null) return `Nothing among the names up to ${next}`;
  return search || show ? "No name matches" : "Neither has any secrets yet";
}

/** Two environments side by side: who has which name, and whether the values are the same. */
export function CompareTable({ project, page, query }: CompareTableProps) {
  const labels = labelsOf(page.environments);
  const columns: readonly Column<OverviewRow>[] = [
    { title: "Name", cell: (row) => <OverviewName row={row} />, className: "max-w-80" },
    {
      title: "Difference",
      cell: (row) => {
        const difference = differenceOf(row);
        return difference && <Badge tone={TONES[difference]}>{labels[difference]}</Badge>;
      },
    },
    ...page.environments.map((environment, at) => ({
      title: environment.name,
      id: `in ${environment.slug}`,
      cell: (row: OverviewRow) => {
        const cell = row.cells[at];
        return cell && <OverviewCellContent {...{ row, cell, project, environment }} mayCreate={false} />;
      },
    })),
  ];
  const { left, right, search, show } = query;
  const params = new URLSearchParams({ left, right, ...(search && { search }), ...(show && { show }) });
  if (query.after) params.set("after", query.after);
  const more = <PageLinks label="names" params={params} next={page.next} />;
  return (
    <>
      <nav aria-label="Differences" className="flex flex-wrap gap-2">
        {[undefined, ...DIFFERENCES].map((one) => (
          <ChipLink
            key={one ?? "all"}
            href={overviewHref(comparePath(project), { left, right, search, show: one })}
            isOn={show === one}
            scroll={false}
          >
            {one ? labels[one] : "All names"}
          </ChipLink>
        ))}
      </nav>
      <Table
        label="Comparison"
        columns={columns}
        rows={page.rows}
        rowKey={({ variable }) => variable}
        className="overflow-x-auto"
        footer={more}
        empty={
          <EmptyState icon={GitCompare} title={emptyTitle(page, query)}>
            {more}
          </EmptyState>
        }
      />
    </>
  );
}
