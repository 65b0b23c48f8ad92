import type { ReactNode } from "react";
import { type Column, Table } from "@/components/ui/table";
import { type ImportEntry, textPathOf } from "@/lib/imports/model";
import { EntryStateBadge } from "./import-state";

const COLUMNS: readonly Column<ImportEntry>[] = [
  {
    title: "Secret",
    className: "max-w-72 font-medium wrap-anywhere",
    cell: ({ name }) => (name === "" ? "–" : name),
  },
  {
    title: "From",
    className: "max-w-72",
    cell: (entry) => <span className="font-mono text-sm wrap-anywhere">{textPathOf(entry)}</span>,
  },
  { title: "State", className: "w-40", cell: ({ state }) => <EntryStateBadge state={state} /> },
  {
    title: "Note",
    className: "text-sm",
    cell: ({ reason, versions }) =>
      reason ?? (versions !== null && versions > 1 ? `${versions} versions` : ""),
  },
];

interface EntryTableProps {
  readonly entries: readonly ImportEntry[];
  readonly empty: ReactNode;
  readonly footer: ReactNode;
}

/** What was planned for each text, or came of it. */
export function EntryTable({ entries, empty, footer }: EntryTableProps) {
  const keyOf = ({ path, field }: ImportEntry) => JSON.stringify([path, field]);
  return (
    <Table label="Entries" columns={COLUMNS} rows={entries} rowKey={keyOf} empty={empty} footer={footer} />
  );
}
