import { Vault } from "lucide-react";
import { CredentialTabs } from "@/components/credentials/credential-tabs";
import { ManagerDialogs } from "@/components/managers/manager-dialogs";
import { ManagerTable } from "@/components/managers/manager-table";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button-link";
import { ChipLink } from "@/components/ui/chip-link";
import { DialogLink } from "@/components/ui/dialog-link";
import { EmptyState } from "@/components/ui/empty-state";
import { loadManagersPage, type ManagersPageData } from "@/lib/managers/loaders";
import { importsPath, managersPath, syncsPath } from "@/lib/projects/model";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

interface ManagersPageProps {
  readonly params: Promise<{ project: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: ManagersPageProps) {
  return { title: `External managers of ${(await params).project}` };
}

/** The managers elsewhere that values of secrets live in. */
export default async function ManagersPage({ params, searchParams }: ManagersPageProps) {
  const { project } = await params;
  const data = await loadPage(loadManagersPage(await pageContext(), project, await searchParams));
  const { scope, managers, mayConfigure } = data;
  return (
    <PageBody>
      <PageHeader
        title="External managers"
        help="managers"
        description="Vault, OpenBao and AWS Secrets Manager: values can stay there, and are read when a program asks."
        actions={
          <>
            {mayConfigure && managers.length > 0 && <ConnectLink />}
            <ButtonLink href={importsPath(scope.project, scope.environment)} tone="quiet">
              Import
            </ButtonLink>
            <ButtonLink href={syncsPath(scope.project, scope.environment)} tone="quiet">
              Syncs
            </ButtonLink>
          </>
        }
      />
      <CredentialTabs project={project} current="managers" />
      {data.project.environments.length > 1 && <Environments data={data} />}
      {managers.length === 0 ? (
        <NoManagers data={data} />
      ) : (
        <ManagerTable managers={managers} mayConfigure={mayConfigure} />
      )}
      <ManagerDialogs data={data} basePath={managersPath(scope.project, scope.environment)} />
    </PageBody>
  );
}

function ConnectLink() {
  return (
    <DialogLink dialog="manager" tone="primary" data-shortcut="n">
      Connect a manager
    </DialogLink>
  );
}

function Environments({ data: { project, scope } }: { readonly data: ManagersPageData }) {
  return (
    <nav aria-label="Environment of external managers" className="flex flex-wrap gap-2">
      {project.environments.map(({ slug, name }) => (
        <ChipLink key={slug} href={managersPath(project.slug, slug)} isOn={slug === scope.environment}>
          {name}
        </ChipLink>
      ))}
    </nav>
  );
}

function NoManagers({ data: { environment, mayConfigure } }: { readonly data: ManagersPageData }) {
  return (
    <EmptyState
      icon={Vault}
      title={`No manager is connected to ${environment.name} yet`}
      actions={mayConfigure && <ConnectLink />}
    >
      Connect the Vault, OpenBao or AWS Secrets Manager that you have: a secret here can then have its value
      there, and programs read it with the API key that they have.
    </EmptyState>
  );
}
