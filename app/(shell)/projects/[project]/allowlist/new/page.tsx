import { EndpointForm } from "@/components/allowlist/endpoint-form";
import { BackLink } from "@/components/shell/back-link";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { loadNewEndpoint } from "@/lib/allowlist/loaders";
import { allowlistPath } from "@/lib/projects/model";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

interface NewEndpointPageProps {
  readonly params: Promise<{ project: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export const metadata = { title: "Add endpoint" };

/** Registers an outside endpoint. */
export default async function NewEndpointPage({ params, searchParams }: NewEndpointPageProps) {
  const { project } = await params;
  const data = await loadPage(loadNewEndpoint(await pageContext(), project, await searchParams));
  const listPath = allowlistPath(project, data.scope.environment);
  return (
    <PageBody>
      <BackLink href={listPath}>Allowlist</BackLink>
      <PageHeader
        title="Add endpoint"
        description={`${data.projectName} / ${data.environmentName}. Usable after verification.`}
      />
      <EndpointForm data={data} cancelHref={listPath} />
    </PageBody>
  );
}
