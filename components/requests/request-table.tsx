import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";
import { type Column, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { TimeBy } from "@/components/ui/time-by";
import { type RequestMeta, requestPath } from "@/lib/requests/model";
import { RequestStateBadge } from "./request-state";
import { approvalsOf } from "./request-words";

interface RequestTableProps {
  readonly requests: readonly RequestMeta[];
  /** What stands there without any. */
  readonly empty?: ReactNode;
}

/** Requests with who asked, what became of them, and until when they wait. */
export function RequestTable({ requests, empty }: RequestTableProps) {
  return (
    <Table
      label="Requests"
      columns={COLUMNS}
      rows={requests}
      rowKey={({ id }) => id}
      cardsBelow="xl"
      empty={empty}
    />
  );
}

const COLUMNS: readonly Column<RequestMeta>[] = [
  {
    title: "Request",
    cell: ({ id, title, scopeName }) => (
      <>
        <Link
          href={requestPath(id)}
          className="font-medium wrap-anywhere text-accent-ink underline underline-offset-2"
        >
          {title}
        </Link>
        {scopeName && <span className="block text-sm text-muted">{scopeName}</span>}
      </>
    ),
  },
  {
    title: "Asked",
    className: "text-sm",
    cell: ({ createdAt, requestedBy }) => <TimeBy at={createdAt} by={requestedBy} />,
  },
  { title: "State", cell: (request) => <RequestStateBadge {...request} /> },
  { title: "Approvals", className: "text-sm tabular-nums", cell: approvalsOf },
  {
    title: "Expires",
    className: "text-sm",
    cell: ({ state, expiresAt }) => (state === "open" ? <Time value={expiresAt} /> : "–"),
  },
];
