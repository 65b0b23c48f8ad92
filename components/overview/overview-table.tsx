import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Breakable } from "@/components/ui/breakable";
import { type Column, Table } from "@/components/ui/table";
import type { OverviewPage, OverviewRow } from "@/lib/secrets/overview/model";
import { OverviewCellContent } from "./overview-cell";

interface OverviewTableProps {
  readonly project: string;
  readonly page: OverviewPage;
  readonly mayCreate: boolean;
  /** Whether secrets can be selected. */
  readonly mayChange: boolean;
  readonly empty: ReactNode;
  readonly footer: ReactNode;
}

/** Names against environments. Each secret has a box to select it by. */
export function OverviewTable({ project, page, mayCreate, mayChange, empty, footer }: OverviewTableProps) {
  const { environments, rows } = page;
  const columns: readonly Column<OverviewRow>[] = [
    { title: "Name", cell: (row) => <OverviewName row={row} />, className: "max-w-80" },
    ...environments.map((environment, at) => ({
      title: environment.name,
      id: `in ${environment.slug}`,
      cell: (row: OverviewRow) => {
        const cell = row.cells[at];
        if (!cell) return null;
        const content = <OverviewCellContent {...{ row, cell, project, environment, mayCreate }} />;
        return mayChange && cell.kind === "set" ? (
          <span className="flex items-start gap-2.5">
            <input
              type="checkbox"
              name="secret"
              value={cell.id}
              data-column={environment.slug}
              aria-label={`Select ${cell.name} in ${environment.name}`}
              className="mt-0.5 size-4 shrink-0 pointer-coarse:size-6"
            />
            {content}
          </span>
        ) : (
          content
        );
      },
    })),
  ];
  return (
    <Table
      label="Overview"
      columns={columns}
      rows={rows}
      rowKey={({ variable }) => variable}
      empty={empty}
      footer={footer}
      // What is for screen readers alone stands in it, and not beyond it.
      className="relative overflow-x-auto"
    />
  );
}

/** A name with what the project’s manifest says of it. */
export function OverviewName({ row: { name, requirement } }: { readonly row: OverviewRow }) {
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
      <span className="min-w-0 font-mono text-sm font-medium wrap-anywhere">
        <Breakable text={name} />
      </span>
      {requirement && (
        <Badge tone={requirement === "required" ? "accent" : "neutral"}>
          {requirement === "required" ? "Required" : "Optional"}
        </Badge>
      )}
    </span>
  );
}
