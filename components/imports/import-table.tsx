import { Link } from "@/components/ui/link";
import { type Column, Table } from "@/components/ui/table";
import { TimeBy } from "@/components/ui/time-by";
import type { ImportMeta } from "@/lib/imports/model";
import { importPath } from "@/lib/projects/model";
import { ImportStateBadge } from "./import-state";

const COLUMNS: readonly Column<ImportMeta>[] = [
  {
    title: "Import",
    className: "max-w-80",
    cell: ({ project, id, manager, path }) => (
      <Link
        href={importPath(project, id)}
        className="font-medium wrap-anywhere text-accent-ink underline underline-offset-2"
      >
        {path === "" ? manager : `${manager}: ${path}`}
      </Link>
    ),
  },
  { title: "State", className: "w-36", cell: ({ state }) => <ImportStateBadge state={state} /> },
  {
    title: "Stored",
    className: "w-28 tabular-nums",
    cell: ({ counts }) => (counts.created + counts.replaced).toLocaleString("en"),
  },
  {
    title: "Refused",
    className: "w-28 tabular-nums",
    cell: ({ counts }) => counts.refused.toLocaleString("en"),
  },
  {
    title: "Begun",
    className: "w-48 text-sm",
    cell: ({ createdAt, createdBy }) => <TimeBy at={createdAt} by={createdBy} />,
  },
];

/** The newest imports of an environment. */
export function ImportTable({ imports }: { readonly imports: readonly ImportMeta[] }) {
  return <Table label="Imports" columns={COLUMNS} rows={imports} rowKey={({ id }) => id} />;
}
