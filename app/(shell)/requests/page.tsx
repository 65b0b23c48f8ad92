import type { Metadata } from "next";
import { AskDialogs } from "@/components/requests/ask-dialog";
import { RequestsView } from "@/components/requests/requests-view";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button-link";
import { DialogLink } from "@/components/ui/dialog-link";
import { loadRequests } from "@/lib/requests/loaders";
import { POLICIES_PATH } from "@/lib/requests/model";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

export const metadata: Metadata = { title: "Requests" };

interface RequestsPageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Changes that wait for approval, and access that was asked for. */
export default async function RequestsPage({ searchParams }: RequestsPageProps) {
  const data = await loadPage(loadRequests(await pageContext(), await searchParams));
  return (
    <PageBody>
      <PageHeader
        title="Requests"
        help="approvals"
        description="Changes that wait for approval, and access that was asked for."
        actions={
          <>
            {data.mayAsk && (
              <DialogLink dialog="ask" tone="primary" data-shortcut="n">
                Ask for access
              </DialogLink>
            )}
            {data.mayListPolicies && <ButtonLink href={POLICIES_PATH}>Change policies</ButtonLink>}
          </>
        }
      />
      <RequestsView data={data} />
      {data.mayAsk && <AskDialogs />}
    </PageBody>
  );
}
