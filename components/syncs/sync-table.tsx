import { Link } from "@/components/ui/link";
import { type Column, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { SyncMeta } from "@/lib/managers/syncing/model";
import { syncPath } from "@/lib/projects/model";
import { SyncStateBadge } from "./sync-state";

const COLUMNS: readonly Column<SyncMeta>[] = [
  {
    title: "Sync",
    className: "max-w-56",
    cell: ({ project, environment, name }) => (
      <Link
        href={syncPath(project, environment, name)}
        className="font-medium wrap-anywhere text-accent-ink underline underline-offset-2"
      >
        {name}
      </Link>
    ),
  },
  {
    title: "Writes to",
    className: "max-w-80 text-sm",
    cell: ({ manager, path }) => (
      <>
        {manager}
        <span className="block font-mono text-xs wrap-anywhere">{path}</span>
      </>
    ),
  },
  { title: "State", className: "w-36", cell: ({ state }) => <SyncStateBadge state={state} /> },
  {
    title: "In step",
    className: "w-24 tabular-nums",
    cell: ({ counts }) => counts.written.toLocaleString("en"),
  },
  {
    title: "Changed there",
    className: "w-32 tabular-nums",
    cell: ({ counts }) => counts.drift.toLocaleString("en"),
  },
  {
    title: "Last run",
    className: "w-40 text-sm",
    cell: ({ doneAt }) => (doneAt === null ? "Never" : <Time value={doneAt} />),
  },
];

/** The syncs of an environment, and how they stand. */
export function SyncTable({ syncs }: { readonly syncs: readonly SyncMeta[] }) {
  return <Table label="Syncs" columns={COLUMNS} rows={syncs} rowKey={({ name }) => name} />;
}
