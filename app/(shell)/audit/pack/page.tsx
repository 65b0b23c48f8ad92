import type { Metadata } from "next";
import { PackBody } from "@/components/audit/pack/pack-body";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button-link";
import { loadPackPage } from "@/lib/audit/pack/loaders";
import { REPORTS_PATH } from "@/lib/audit/reports/model";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

export const metadata: Metadata = { title: "Evidence pack" };

interface PackPageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Everything about a period that an auditor outside takes along, as one file. */
export default async function PackPage({ searchParams }: PackPageProps) {
  const ctx = await pageContext();
  const data = await loadPage(loadPackPage(ctx, await searchParams));
  return (
    <PageBody>
      <PageHeader
        title="Evidence pack"
        description="Changes, people, access and refusals of a period, and a random sample of events with proofs, as one signed ZIP file. It holds no values. Days are UTC."
        actions={
          <ButtonLink href={REPORTS_PATH} size="small">
            Reports
          </ButtonLink>
        }
      />
      <PackBody {...data} />
    </PageBody>
  );
}
