import type { Metadata } from "next";
import { PrintButton } from "@/components/audit/reports/print-button";
import { ReportBody } from "@/components/audit/reports/report-body";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button-link";
import { ExportLinks } from "@/components/ui/export-links";
import { AUDIT_PATH } from "@/lib/audit/reading/view/address";
import { loadReportPage } from "@/lib/audit/reports/loaders";
import { reportHref } from "@/lib/audit/reports/model";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

export const metadata: Metadata = { title: "Reports" };

interface ReportsPageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** What auditors ask again and again, as tables to print and to take along. */
export default async function ReportsPage({ searchParams }: ReportsPageProps) {
  const ctx = await pageContext();
  const data = await loadPage(loadReportPage(ctx, await searchParams));
  const canBeFile = Object.keys(data.view.errors).length === 0;
  return (
    <PageBody>
      <PageHeader
        title="Reports"
        description="They hold no values. Times are UTC."
        actions={
          <div className="flex flex-wrap gap-2 print:hidden">
            <ButtonLink href={AUDIT_PATH} size="small">
              Audit log
            </ButtonLink>
            {canBeFile && <ExportLinks hrefOf={(format) => reportHref(data.view, format)} />}
            <PrintButton />
          </div>
        }
      />
      <ReportBody data={data} by={ctx.actor.email} />
    </PageBody>
  );
}
