import { Share2 } from "lucide-react";
import { SecretTabs } from "@/components/secrets/secret-tabs";
import { SharedView } from "@/components/shared-mappings/shared-view";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button-link";
import { DialogLink } from "@/components/ui/dialog-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PLATFORM_SLUG, secretsPath, sharedPath } from "@/lib/projects/model";
import { loadSharedPage } from "@/lib/shared-mappings/loaders";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

interface SharedPageProps {
  readonly params: Promise<{ project: string; environment: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: SharedPageProps) {
  const { project, environment } = await params;
  return { title: `Shared secrets of ${project}, ${environment}` };
}

/** The shared secrets that are mapped into one environment. */
export default async function SharedPage({ params, searchParams }: SharedPageProps) {
  const scope = await params;
  const data = await loadPage(loadSharedPage(await pageContext(), scope, await searchParams));
  const { project, environment } = scope;
  const basePath = sharedPath(project, environment);
  if (project === PLATFORM_SLUG) return <SharedFromHere environment={environment} />;
  return (
    <PageBody>
      <PageHeader
        title="Secrets"
        help="shared-secrets"
        description={data.may.write ? undefined : "Read-only access: names, descriptions and change logs."}
        actions={
          data.may.write && (
            <DialogLink dialog="map" tone="primary" data-shortcut="n">
              Add shared secret
            </DialogLink>
          )
        }
      />
      <SecretTabs project={project} environment={environment} current="shared" maySeeShared />
      <SharedView data={data} basePath={basePath} />
    </PageBody>
  );
}

function SharedFromHere({ environment }: { readonly environment: string }) {
  return (
    <PageBody>
      <PageHeader title="Secrets" />
      <EmptyState
        icon={Share2}
        title="These secrets can be used by other projects"
        actions={<ButtonLink href={secretsPath(PLATFORM_SLUG, environment)}>Secrets of platform</ButtonLink>}
      >
        Other projects add them on their Shared tab.
      </EmptyState>
    </PageBody>
  );
}
