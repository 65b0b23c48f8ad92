import { type Column, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { SyncEntry } from "@/lib/managers/syncing/model";
import { SyncEntryBadge } from "./sync-state";

const COLUMNS: readonly Column<SyncEntry>[] = [
  { title: "Secret", className: "max-w-64 font-medium wrap-anywhere", cell: ({ name }) => name ?? "–" },
  {
    title: "There",
    className: "max-w-72",
    cell: ({ path, field }) => (
      <span className="font-mono text-sm wrap-anywhere">{field === "" ? path : `${path} ${field}`}</span>
    ),
  },
  { title: "State", className: "w-36", cell: ({ state }) => <SyncEntryBadge state={state} /> },
  {
    title: "Written",
    className: "w-36 text-sm",
    cell: ({ writtenAt }) => (writtenAt === null ? "" : <Time value={writtenAt} />),
  },
  { title: "Note", className: "text-sm", cell: ({ error }) => error ?? "" },
];

/** What a sync knows of each place. */
export function SyncEntryTable({ entries }: { readonly entries: readonly SyncEntry[] }) {
  const keyOf = ({ path, field }: SyncEntry) => JSON.stringify([path, field]);
  return (
    <Table
      label="Entries"
      columns={COLUMNS}
      rows={entries}
      rowKey={keyOf}
      empty={<p className="text-muted">There is nothing here.</p>}
    />
  );
}
