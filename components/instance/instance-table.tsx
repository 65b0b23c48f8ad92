import { Badge } from "@/components/ui/badge";
import { type Column, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { ShownInstance } from "@/lib/instance-state/model";

const COLUMNS: readonly Column<ShownInstance>[] = [
  {
    title: "Machine",
    cell: ({ host, pid, isThis }) => (
      <>
        <span className="font-medium wrap-anywhere">{host}</span>{" "}
        <span className="text-muted">process {pid}</span> {isThis && <Badge>This one</Badge>}
      </>
    ),
  },
  { title: "Version", className: "text-sm", cell: ({ version }) => version },
  { title: "Started", className: "text-sm", cell: ({ startedAt }) => <Time value={startedAt} /> },
  {
    title: "Last seen",
    className: "text-sm",
    cell: ({ lastSeenAt, isLiving }) => (
      <>
        <Badge tone={isLiving ? "success" : "danger"}>{isLiving ? "Running" : "Silent"}</Badge>{" "}
        <Time value={lastSeenAt} className="text-muted" />
      </>
    ),
  },
];

const KEYS: Column<ShownInstance> = {
  title: "Master keys",
  className: "text-sm",
  cell: ({ masterKeyIds }) => <code className="font-mono text-xs">{masterKeyIds.join(", ")}</code>,
};

/** The programs on this database. */
export function InstanceTable({ instances }: { readonly instances: readonly ShownInstance[] }) {
  const hasKeys = instances.some(({ masterKeyIds }) => masterKeyIds.length > 0);
  return (
    <Table
      label="Instances"
      columns={hasKeys ? [...COLUMNS, KEYS] : COLUMNS}
      rows={instances}
      rowKey={({ id }) => id}
      empty={<p className="text-muted">None has said that it lives.</p>}
    />
  );
}
