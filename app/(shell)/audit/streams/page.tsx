import type { Metadata } from "next";
import { OutletList } from "@/components/audit/outlet-list";
import { StorageSummary } from "@/components/audit/storage-summary";
import { BackLink } from "@/components/shell/back-link";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { loadOutlets } from "@/lib/audit/outlets/loaders";
import { AUDIT_PATH } from "@/lib/audit/reading/view/address";
import { loadStorage } from "@/lib/audit/retention/loaders";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

export const metadata: Metadata = { title: "Streams and retention of the audit log" };

/** Where the audit log goes outside of this instance, and whether it arrives. */
export default async function AuditStreamsPage() {
  const ctx = await pageContext();
  const [outlets, storage] = await loadPage(Promise.all([loadOutlets(ctx), loadStorage(ctx)]));
  return (
    <PageBody>
      <BackLink href={AUDIT_PATH}>Audit log</BackLink>
      <PageHeader
        title="Streams and retention"
        description="Where the log and its checkpoints go outside of this instance, and how long events are kept. Only its environment changes that."
      />
      <OutletList outlets={outlets} />
      <StorageSummary storage={storage} />
    </PageBody>
  );
}
