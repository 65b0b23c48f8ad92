import type { Metadata } from "next";
import { OutletList } from "@/components/audit/outlet-list";
import { BackLink } from "@/components/shell/back-link";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { loadOutlets } from "@/lib/audit/outlets/loaders";
import { AUDIT_PATH } from "@/lib/audit/reading/view/address";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

export const metadata: Metadata = { title: "Streams of the audit log" };

/** Where the audit log goes outside of this instance, and whether it arrives. */
export default async function AuditStreamsPage() {
  const outlets = await loadPage(loadOutlets(await pageContext()));
  return (
    <PageBody>
      <BackLink href={AUDIT_PATH}>Audit log</BackLink>
      <PageHeader
        title="Streams"
        description="Where the log and its checkpoints go outside of this instance. Only its environment changes that."
      />
      <OutletList outlets={outlets} />
    </PageBody>
  );
}
