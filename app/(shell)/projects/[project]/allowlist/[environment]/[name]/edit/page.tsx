import { EndpointForm } from "@/components/allowlist/endpoint-form";
import { GoneSecrets } from "@/components/allowlist/gone-secrets";
import { BackLink } from "@/components/shell/back-link";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { loadEndpointEdit } from "@/lib/allowlist/loaders";
import { endpointPath } from "@/lib/projects/model";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

interface EditEndpointPageProps {
  readonly params: Promise<{ project: string; environment: string; name: string }>;
}

export async function generateMetadata({ params }: EditEndpointPageProps) {
  return { title: `Edit ${(await params).name}` };
}

/** Changes all of an endpoint but its name. */
export default async function EditEndpointPage({ params }: EditEndpointPageProps) {
  const { name, ...scope } = await params;
  const data = await loadPage(loadEndpointEdit(await pageContext(), scope, name));
  const path = endpointPath(scope.project, scope.environment, name);
  return (
    <PageBody>
      <BackLink href={path}>{name}</BackLink>
      <PageHeader title={`Edit ${name}`} description={`In ${data.projectName}, ${data.environmentName}.`} />
      {data.endpoint && <GoneSecrets configuration={data.endpoint.configuration} />}
      <EndpointForm data={data} cancelHref={path} />
    </PageBody>
  );
}
