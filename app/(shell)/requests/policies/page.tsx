import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PoliciesView } from "@/components/requests/policies-view";
import { ProjectChoice } from "@/components/requests/project-choice";
import { BackLink } from "@/components/shell/back-link";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { loadPolicies } from "@/lib/requests/loaders";
import { REQUESTS_PATH } from "@/lib/requests/model";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

export const metadata: Metadata = { title: "Change policies" };

interface PoliciesPageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** How many approvals changes need, environment by environment. */
export default async function PoliciesPage({ searchParams }: PoliciesPageProps) {
  const { project } = await searchParams;
  const data = await loadPage(
    loadPolicies(await pageContext(), typeof project === "string" ? project : null),
  );
  if (!data) notFound();
  return (
    <PageBody>
      <BackLink href={REQUESTS_PATH}>Requests</BackLink>
      <PageHeader
        title="Change policies"
        help="approvals"
        description="How many people approve each change of an environment before it is made."
      />
      <ProjectChoice projects={data.projects} current={data.project.slug} />
      <PoliciesView data={data} />
    </PageBody>
  );
}
