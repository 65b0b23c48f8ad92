import { type Column, Table } from "@/components/ui/table";
import type { SlowStatement } from "@/lib/instance-state/model";
import { inMs } from "@/lib/quantity";

const COLUMNS: readonly Column<SlowStatement>[] = [
  { title: "Statement", cell: ({ text }) => <code className="font-mono text-xs wrap-anywhere">{text}</code> },
  { title: "Average", className: "text-sm whitespace-nowrap", cell: ({ averageMs }) => inMs(averageMs) },
  { title: "Longest", className: "text-sm whitespace-nowrap", cell: ({ maxMs }) => inMs(maxMs) },
  { title: "Times", className: "text-sm", cell: ({ count }) => count.toLocaleString("en") },
];

/** What the database took longest for. */
export function StatementTable({ statements }: { readonly statements: readonly SlowStatement[] }) {
  return <Table label="Slowest statements" columns={COLUMNS} rows={statements} rowKey={({ text }) => text} />;
}
