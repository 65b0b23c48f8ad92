import { Inbox } from "lucide-react";
import { EmptyState } from "@/components/ui/empty-state";
import { PageLinks } from "@/components/ui/page-links";
import { TabLinks } from "@/components/ui/tab-links";
import type { RequestsPageData } from "@/lib/requests/loaders";
import type { RequestView } from "@/lib/requests/model";
import { RequestTable } from "./request-table";

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
          <RequestTable requests={page.items} />
          <PageLinks label="requests" params={new URLSearchParams({ view })} next={page.next} />
        </>
      )}
    </>
  );
}
