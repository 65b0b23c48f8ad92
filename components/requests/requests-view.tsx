import { Inbox } from "lucide-react";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { PageLinks } from "@/components/ui/page-links";
import { TabLinks } from "@/components/ui/tab-links";
import { type Column, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { TimeBy } from "@/components/ui/time-by";
import type { RequestsPageData } from "@/lib/requests/loaders";
import { type RequestMeta, type RequestView, requestPath } from "@/lib/requests/model";
import { RequestStateBadge } from "./request-state";
import { approvalsOf } from "./request-words";

const TABS = [
  { key: "waiting", label: "Waiting for you", href: "?view=waiting" },
  { key: "yours", label: "Yours", href: "?view=yours" },
  { key: "all", label: "All", href: "?view=all" },
] as const;

const EMPTY: Readonly<Record<RequestView, readonly [string, string]>> = {
  waiting: ["Nothing waits for you", "Changes that you may approve appear here."],
  yours: ["You have no requests", "A change of an environment that asks for approvals becomes a request."],
  all: ["No requests yet", "A change of an environment that asks for approvals becomes a request."],
};

/** The inbox: requests that wait for the viewer, their own, and all. */
export function RequestsView({ data: { view, page } }: { readonly data: RequestsPageData }) {
  const [title, text] = EMPTY[view];
  return (
    <>
      <TabLinks label="Requests" tabs={TABS} current={view} />
      {page.items.length === 0 ? (
        <EmptyState icon={Inbox} title={title}>
          {text}
        </EmptyState>
      ) : (
        <>
          <Table
            label="Requests"
            columns={COLUMNS}
            rows={page.items}
            rowKey={({ id }) => id}
            cardsBelow="xl"
          />
          <PageLinks label="requests" params={new URLSearchParams({ view })} next={page.next} />
        </>
      )}
    </>
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
