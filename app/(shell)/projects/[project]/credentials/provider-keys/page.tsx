import { CredentialTabs } from "@/components/credentials/credential-tabs";
import { ProviderKeyTable } from "@/components/credentials/provider-key-table";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { PageLinks } from "@/components/ui/page-links";
import { listProviderKeys } from "@/lib/secrets/provider-keys/service";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

interface ProviderKeysPageProps {
  readonly params: Promise<{ project: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: ProviderKeysPageProps) {
  return { title: `Tool and provider keys of ${(await params).project}` };
}

/** The secrets of a project that are keys for providers and tools. */
export default async function ProviderKeysPage({ params, searchParams }: ProviderKeysPageProps) {
  const { project } = await params;
  const { after: input } = await searchParams;
  const after = typeof input === "string" ? input : undefined;
  const { items, next } = await loadPage(listProviderKeys(await pageContext(), project, after));
  return (
    <PageBody>
      <PageHeader
        title="Tool and provider keys"
        help="credentials"
        description="Secrets of the categories Tool and Provider in all environments, by what their names begin with."
      />
      <CredentialTabs project={project} current="providerKeys" />
      <ProviderKeyTable project={project} keys={items} isContinued={after !== undefined} />
      <PageLinks
        label="keys"
        params={new URLSearchParams(after === undefined ? {} : { after })}
        next={next}
      />
    </PageBody>
  );
}
