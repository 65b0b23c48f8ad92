import { Plug } from "lucide-react";
import { ConnectionDialogs } from "@/components/connections/connection-dialogs";
import { ConnectionTable } from "@/components/connections/connection-table";
import { OutcomeAlert } from "@/components/connections/outcome-alert";
import { CredentialTabs } from "@/components/credentials/credential-tabs";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { ChipLink } from "@/components/ui/chip-link";
import { DialogLink } from "@/components/ui/dialog-link";
import { EmptyState } from "@/components/ui/empty-state";
import { type ConnectionsPageData, loadConnectionsPage } from "@/lib/connections/loaders";
import { connectionsPath } from "@/lib/projects/model";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

interface ConnectionsPageProps {
  readonly params: Promise<{ project: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: ConnectionsPageProps) {
  return { title: `Connected apps of ${(await params).project}` };
}

/** The apps of other providers that programs get access tokens for. */
export default async function ConnectionsPage({ params, searchParams }: ConnectionsPageProps) {
  const { project } = await params;
  const data = await loadPage(loadConnectionsPage(await pageContext(), project, await searchParams));
  const { scope, query, connections, may } = data;
  return (
    <PageBody>
      <PageHeader
        title="Connected apps"
        help="connections"
        description="Accounts at other providers that programs get access tokens for: always fresh ones, and never a password."
        actions={
          may.configure &&
          connections.length > 0 && (
            <DialogLink dialog="app" tone="primary" data-shortcut="n">
              Register an app
            </DialogLink>
          )
        }
      />
      <CredentialTabs project={project} current="connections" />
      {data.project.environments.length > 1 && <Environments data={data} />}
      <OutcomeAlert {...query} />
      {connections.length === 0 ? (
        <NoConnections data={data} />
      ) : (
        <ConnectionTable connections={connections} may={may} />
      )}
      <ConnectionDialogs data={data} basePath={connectionsPath(scope.project, scope.environment)} />
    </PageBody>
  );
}

function Environments({ data: { project, scope } }: { readonly data: ConnectionsPageData }) {
  return (
    <nav aria-label="Environment of connected apps" className="flex flex-wrap gap-2">
      {project.environments.map(({ slug, name }) => (
        <ChipLink key={slug} href={connectionsPath(project.slug, slug)} isOn={slug === scope.environment}>
          {name}
        </ChipLink>
      ))}
    </nav>
  );
}

function NoConnections({ data: { environment, may } }: { readonly data: ConnectionsPageData }) {
  return (
    <EmptyState
      icon={Plug}
      title={`No app is connected in ${environment.name} yet`}
      actions={
        may.configure && (
          <DialogLink dialog="app" tone="primary" data-shortcut="n">
            Register an app
          </DialogLink>
        )
      }
    >
      Register an OAuth app with GitHub, Google, Slack or another provider, and connect it: Strongroom keeps
      its tokens, refreshes them, and gives programs one that is good.
    </EmptyState>
  );
}
