import { type Column, Table } from "@/components/ui/table";
import type { TableSize } from "@/lib/instance-state/model";
import { inPercent, inSize } from "@/lib/quantity";

const COLUMNS: readonly Column<TableSize>[] = [
  { title: "Table", cell: ({ name }) => <code className="font-mono text-sm wrap-anywhere">{name}</code> },
  { title: "Size", className: "text-sm", cell: ({ bytes }) => inSize(bytes) },
  { title: "Rows", className: "text-sm", cell: ({ rows }) => Math.round(rows).toLocaleString("en") },
  { title: "Dead rows", className: "text-sm", cell: ({ deadShare }) => inPercent(deadShare) },
];

/** The largest tables, and how much of each is left over from changes. */
export function TableSizes({ tables }: { readonly tables: readonly TableSize[] }) {
  return <Table label="Largest tables" columns={COLUMNS} rows={tables} rowKey={({ name }) => name} />;
}
