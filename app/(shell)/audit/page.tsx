import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuditView } from "@/components/audit/audit-view";
import { Evidence } from "@/components/audit/evidence";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button-link";
import { ChipLink } from "@/components/ui/chip-link";
import { ExportLinks } from "@/components/ui/export-links";
import { loadAuditPage } from "@/lib/audit/reading/loaders";
import { AUDIT_PATH, auditHref, hrefWith, inputOf } from "@/lib/audit/reading/view/address";
import { REPORTS_PATH } from "@/lib/audit/reports/model";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

export const metadata: Metadata = { title: "Audit log" };

interface AuditPageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Who did what, when, from where, in every project. */
export default async function AuditPage({ searchParams }: AuditPageProps) {
  const ctx = await pageContext();
  const params = await searchParams;
  // A form sends its empty fields too: an address that one keeps or passes on has none of them.
  if (Object.values(params).includes("")) redirect(auditHref(filled(params)));
  const data = await loadPage(loadAuditPage(ctx, params));
  return (
    <PageBody>
      <PageHeader
        title="Audit log"
        help="audit"
        description="Every change, read, sign-in and refusal, newest first. It holds no values. Times are UTC."
        actions={
          <>
            <ChipLink
              href={hrefWith(data.view, { live: data.view.isLive ? undefined : "on" })}
              isOn={data.view.isLive}
            >
              Live
            </ChipLink>
            <ExportLinks
              hrefOf={(format) => auditHref({ ...inputOf(data.view), format }, `${AUDIT_PATH}/export`)}
            />
            <Evidence
              action={`${AUDIT_PATH}/evidence`}
              input={inputOf(data.view)}
              closeHref={hrefWith(data.view, {})}
              verifierKey={data.verifierKey}
            />
            <ButtonLink href={REPORTS_PATH} size="small">
              Reports
            </ButtonLink>
            <ButtonLink href={`${AUDIT_PATH}/streams`} size="small">
              Streams
            </ButtonLink>
          </>
        }
      />
      <AuditView data={data} />
    </PageBody>
  );
}

function filled(params: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const entries = Object.entries(params).map(([name, value]) => [name, [value].flat()[0] ?? ""] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== ""));
}
