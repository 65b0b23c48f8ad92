import { KeyFilters } from "@/components/api-keys/key-filters";
import { KeysView } from "@/components/api-keys/keys-view";
import { CredentialTabs } from "@/components/credentials/credential-tabs";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { ChipLink } from "@/components/ui/chip-link";
import { DialogLink } from "@/components/ui/dialog-link";
import { loadApiKeysPage } from "@/lib/api-keys/loaders";
import { apiKeysPath } from "@/lib/projects/model";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

interface ApiKeysPageProps {
  readonly params: Promise<{ project: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: ApiKeysPageProps) {
  return { title: `API keys of ${(await params).project}` };
}

/** The API keys of a project. */
export default async function ApiKeysPage({ params, searchParams }: ApiKeysPageProps) {
  const { project } = await params;
  const data = await loadPage(loadApiKeysPage(await pageContext(), project, await searchParams));
  const basePath = apiKeysPath(project);
  const { show } = data.query;
  return (
    <PageBody>
      <PageHeader
        title="API keys"
        help="api-keys"
        description={
          data.may.create
            ? "API keys let apps and CI read secrets. A key is shown once, when created."
            : "Read-only access."
        }
        actions={
          data.may.create && (
            <DialogLink dialog="create" tone="primary" data-shortcut="n">
              Create API key
            </DialogLink>
          )
        }
      />
      <CredentialTabs project={project} current="apiKeys" />
      <nav aria-label="Which keys" className="flex flex-wrap gap-2">
        <ChipLink href={basePath} isOn={show === "kept"}>
          Active and expired
        </ChipLink>
        <ChipLink href={`${basePath}?show=revoked`} isOn={show === "revoked"}>
          Revoked
        </ChipLink>
      </nav>
      {data.makers.length > 0 && <KeyFilters data={data} path={basePath} />}
      <KeysView data={data} basePath={show === "revoked" ? `${basePath}?show=revoked` : basePath} />
    </PageBody>
  );
}
