import { EndpointForm } from "@/components/allowlist/endpoint-form";
import { GoneSecrets } from "@/components/allowlist/gone-secrets";
import { BackLink } from "@/components/frame/back-link";
import { PageBody } from "@/components/frame/page-body";
import { PageHeader } from "@/components/frame/page-header";
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
  const { name, ...place } = await params;
  const data = await loadPage(loadEndpointEdit(await pageContext(), place, name));
  const path = endpointPath(place.project, place.environment, name);
  return (
    <PageBody>
      <BackLink href={path}>{name}</BackLink>
      <PageHeader title={`Edit ${name}`} description={`In ${data.projectName}, ${data.environmentName}.`} />
      {data.endpoint && <GoneSecrets configuration={data.endpoint.configuration} />}
      <EndpointForm data={data} cancelHref={path} />
    </PageBody>
  );
}
