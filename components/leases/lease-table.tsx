import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { type Column, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { TimeBy } from "@/components/ui/time-by";
import type { LeaseMeta } from "@/lib/leases/model";
import { reasonWords, STATES } from "./lease-labels";
import { EndForm } from "./step-forms";

interface LeaseTableProps {
  readonly leases: readonly LeaseMeta[];
  readonly mayEnd: boolean;
  readonly empty: ReactNode;
  readonly footer: ReactNode;
}

/** Leases with whose they are, and until when. */
export function LeaseTable({ leases, mayEnd, empty, footer }: LeaseTableProps) {
  const columns = mayEnd ? [...COLUMNS, ACTIONS] : COLUMNS;
  return (
    <Table
      label="Leases"
      columns={columns}
      rows={leases}
      rowKey={({ id }) => id}
      empty={empty}
      footer={footer}
    />
  );
}

const COLUMNS: readonly Column<LeaseMeta>[] = [
  {
    title: "User",
    className: "max-w-72",
    cell: ({ user }) => <span className="font-mono text-sm font-medium break-all">{user}</span>,
  },
  { title: "Source", className: "w-32", cell: ({ source }) => source },
  {
    title: "Made",
    className: "w-44 max-w-44 text-sm",
    cell: ({ createdAt, createdBy }) => <TimeBy at={createdAt} by={createdBy} />,
  },
  {
    title: "Until",
    className: "w-44 text-sm",
    cell: ({ endedAt, expiresAt }) => <Time value={endedAt ?? expiresAt} as="exact" />,
  },
  {
    title: "State",
    className: "w-44",
    cell: (lease) => (
      <>
        <Badge tone={STATES[lease.state].tone}>{STATES[lease.state].label}</Badge>
        {lease.endedAt !== null && <span className="block text-sm text-muted">{reasonWords(lease)}</span>}
      </>
    ),
  },
];

const ACTIONS: Column<LeaseMeta> = {
  title: "Actions",
  kind: "actions",
  className: "w-24",
  cell: ({ id, user, endedAt }) => endedAt === null && <EndForm id={id} user={user} />,
};
