import { ConfigurationSummary } from "@/components/allowlist/configuration-summary";
import { EndpointView } from "@/components/allowlist/endpoint-view";
import { GoneSecrets } from "@/components/allowlist/gone-secrets";
import { NoTls } from "@/components/allowlist/no-tls";
import { SendsCard } from "@/components/allowlist/sends-card";
import { StatusBadges } from "@/components/allowlist/status-badges";
import { BackLink } from "@/components/shell/back-link";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { Badge } from "@/components/ui/badge";
import { Breakable } from "@/components/ui/breakable";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { DialogLink } from "@/components/ui/dialog-link";
import { Time } from "@/components/ui/time";
import { isPlainHttp } from "@/lib/allowlist/configuration/plain-http";
import { loadEndpointPage } from "@/lib/allowlist/loaders";
import { auditHref } from "@/lib/audit/reading/view/address";
import { allowlistPath, endpointPath } from "@/lib/projects/model";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

interface EndpointPageProps {
  readonly params: Promise<{ project: string; environment: string; name: string }>;
}

export async function generateMetadata({ params }: EndpointPageProps) {
  return { title: `${(await params).name}, allowlist` };
}

/** One endpoint: what it does, whether it can be sent to, and how the last sends went. */
export default async function EndpointPage({ params }: EndpointPageProps) {
  const { name, ...scope } = await params;
  const data = await loadPage(loadEndpointPage(await pageContext(), scope, name));
  const { endpoint, may } = data;
  const path = endpointPath(scope.project, scope.environment, endpoint.name);
  return (
    <PageBody width="narrow">
      <BackLink href={allowlistPath(scope.project, scope.environment)}>Allowlist</BackLink>
      <PageHeader
        title={endpoint.name}
        aside={
          <span className="inline-flex flex-wrap gap-1.5">
            <StatusBadges endpoint={endpoint} />
            {isPlainHttp(endpoint.url) && <Badge tone="warning">No TLS</Badge>}
          </span>
        }
        description={
          <span className="flex flex-wrap items-center gap-2">
            <Badge>{endpoint.method}</Badge>
            <span className="min-w-0 font-mono text-sm wrap-anywhere">
              <Breakable text={endpoint.url} />
            </span>
          </span>
        }
        actions={
          <>
            <ButtonLink href={auditHref({ ...scope, endpoint: endpoint.name })} tone="quiet">
              Audit log
            </ButtonLink>
            {may.write && (
              <>
                <ButtonLink href={`${path}/edit`}>Edit</ButtonLink>
                <DialogLink dialog="delete" tone="secondary">
                  Delete
                </DialogLink>
              </>
            )}
          </>
        }
      />
      {endpoint.description !== "" && (
        <p className="text-pretty wrap-anywhere whitespace-pre-line">{endpoint.description}</p>
      )}
      <NoTls endpoint={endpoint} />
      <GoneSecrets configuration={endpoint.configuration} />
      <EndpointView data={data} basePath={path} />
      <SendsCard history={data.history} />
      <Card title="Configuration" description="Secrets by their names. Their values are never shown.">
        <ConfigurationSummary endpoint={endpoint} />
      </Card>
      <p className="text-sm text-muted">
        Added by {endpoint.createdBy}, <Time value={endpoint.createdAt} />. Last changed by{" "}
        {endpoint.updatedBy}, <Time value={endpoint.updatedAt} />.
      </p>
    </PageBody>
  );
}
