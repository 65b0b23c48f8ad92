import { CredentialSummary } from "@/components/credentials/credential-summary";
import { CredentialTabs } from "@/components/credentials/credential-tabs";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { countCredentials } from "@/lib/credentials/service";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

interface CredentialsPageProps {
  readonly params: Promise<{ project: string }>;
}

export async function generateMetadata({ params }: CredentialsPageProps) {
  return { title: `Credentials of ${(await params).project}` };
}

/** What a project has of each kind of credentials. */
export default async function CredentialsPage({ params }: CredentialsPageProps) {
  const { project } = await params;
  const counts = await loadPage(countCredentials(await pageContext(), project));
  return (
    <PageBody>
      <PageHeader
        title="Credentials"
        help="credentials"
        description="Everything that opens something: what there is, what ends within two weeks, and what was never used."
      />
      <CredentialTabs project={project} current="summary" />
      <CredentialSummary project={project} counts={counts} />
    </PageBody>
  );
}
