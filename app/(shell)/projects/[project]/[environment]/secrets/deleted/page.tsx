import { DeletedTable } from "@/components/secrets/deleted-table";
import { SecretTabs } from "@/components/secrets/secret-tabs";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { SearchBar } from "@/components/ui/search-bar";
import { loadDeletedPage } from "@/lib/secrets/deleted/loaders";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

interface DeletedPageProps {
  readonly params: Promise<{ project: string; environment: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: DeletedPageProps) {
  const { project, environment } = await params;
  return { title: `Deleted secrets of ${project}, ${environment}` };
}

/** The secrets of one environment that were deleted. */
export default async function DeletedPage({ params, searchParams }: DeletedPageProps) {
  const scope = await params;
  const data = await loadPage(loadDeletedPage(await pageContext(), scope, await searchParams));
  return (
    <PageBody>
      <PageHeader title="Secrets" description="Newest first. Values are erased; change logs are kept." />
      <SecretTabs {...scope} current="deleted" maySeeShared={data.maySeeShared} />
      <SearchBar search={data.query.search} label="Search deleted secrets" />
      <DeletedTable scope={scope} data={data} />
    </PageBody>
  );
}
