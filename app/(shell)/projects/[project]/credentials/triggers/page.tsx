import { Webhook } from "lucide-react";
import { CredentialTabs } from "@/components/credentials/credential-tabs";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { DeliveryTable } from "@/components/triggers/delivery-table";
import { TriggerDialogs } from "@/components/triggers/trigger-dialogs";
import { TriggerTable } from "@/components/triggers/trigger-table";
import { ChipLink } from "@/components/ui/chip-link";
import { DialogLink } from "@/components/ui/dialog-link";
import { EmptyState } from "@/components/ui/empty-state";
import { triggersPath } from "@/lib/projects/model";
import { loadTriggersPage, type TriggersPageData } from "@/lib/triggers/loaders";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

interface TriggersPageProps {
  readonly params: Promise<{ project: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: TriggersPageProps) {
  return { title: `Triggers of ${(await params).project}` };
}

/** Which webhooks are taken, and what came. */
export default async function TriggersPage({ params, searchParams }: TriggersPageProps) {
  const { project } = await params;
  const data = await loadPage(loadTriggersPage(await pageContext(), project, await searchParams));
  const { scope, triggers, shown, may } = data;
  return (
    <PageBody>
      <PageHeader
        title="Triggers"
        help="triggers"
        description="Webhooks of other services: proved with a secret, stored, and told to your programs."
        actions={may.configure && triggers.length > 0 && <SetUp />}
      />
      <CredentialTabs project={project} current="triggers" />
      {data.project.environments.length > 1 && <Environments data={data} />}
      {triggers.length === 0 ? (
        <NoTriggers data={data} />
      ) : (
        <TriggerTable triggers={triggers} mayConfigure={may.configure} />
      )}
      {shown && <DeliveryTable data={data} shown={shown} />}
      <TriggerDialogs data={data} basePath={triggersPath(scope.project, scope.environment)} />
    </PageBody>
  );
}

function SetUp() {
  return (
    <DialogLink dialog="trigger" tone="primary" data-shortcut="n">
      Set up a trigger
    </DialogLink>
  );
}

function Environments({ data: { project, scope } }: { readonly data: TriggersPageData }) {
  return (
    <nav aria-label="Environment of triggers" className="flex flex-wrap gap-2">
      {project.environments.map(({ slug, name }) => (
        <ChipLink key={slug} href={triggersPath(project.slug, slug)} isOn={slug === scope.environment}>
          {name}
        </ChipLink>
      ))}
    </nav>
  );
}

function NoTriggers({ data: { environment, may } }: { readonly data: TriggersPageData }) {
  return (
    <EmptyState
      icon={Webhook}
      title={`There is no trigger in ${environment.name} yet`}
      actions={may.configure && <SetUp />}
    >
      Give GitHub, Stripe, Slack or another service the address of a trigger. What it sends is checked with a
      secret that lies here, and your programs are told.
    </EmptyState>
  );
}
