import { Grid3x3 } from "lucide-react";
import { OverviewFilters } from "@/components/overview/overview-filters";
import { overviewHref } from "@/components/overview/overview-href";
import { OverviewTable } from "@/components/overview/overview-table";
import { SelectionForm } from "@/components/overview/selection-form";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageLinks } from "@/components/ui/page-links";
import { SearchBar } from "@/components/ui/search-bar";
import { comparePath, overviewPath, secretsPath } from "@/lib/projects/model";
import { loadOverview, type OverviewPageData } from "@/lib/secrets/overview/loaders";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

interface OverviewPageProps {
  readonly params: Promise<{ project: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: OverviewPageProps) {
  return { title: `Overview of ${(await params).project}` };
}

/** All environments of a project in one grid. */
export default async function OverviewPage({ params, searchParams }: OverviewPageProps) {
  const { project } = await params;
  const data = await loadPage(loadOverview(await pageContext(), project, await searchParams));
  const { page, query, may } = data;
  const table = (
    <OverviewTable
      {...{ project, page }}
      mayCreate={may.create}
      mayChange={may.update}
      empty={<Empty project={project} data={data} />}
      footer={<More data={data} />}
    />
  );
  return (
    <PageBody>
      <PageHeader
        title="Overview"
        description="Every secret of the project in every environment. Values are never shown."
        actions={
          page.environments.length > 1 && (
            <ButtonLink href={comparePath(project)}>Compare environments</ButtonLink>
          )
        }
      />
      <div className="flex flex-col gap-3">
        <SearchBar search={query.search} />
        <OverviewFilters project={project} data={data} />
      </div>
      {may.update ? (
        <SelectionForm
          {...{ project, environments: page.environments }}
          lacking={query.missing}
          mayDelete={may.delete}
          isEmpty={page.rows.length === 0}
          href={overviewHref(overviewPath(project), query)}
        >
          {table}
        </SelectionForm>
      ) : (
        table
      )}
    </PageBody>
  );
}

function Empty({
  project,
  data: { query, page },
}: {
  readonly project: string;
  readonly data: OverviewPageData;
}) {
  const first = page.environments[0]?.slug ?? "";
  const isNarrowed = query.search !== "" || query.missing !== undefined;
  if (page.next !== null)
    return (
      <EmptyState icon={Grid3x3} title={`Nothing among the names up to ${page.next}`}>
        <More data={{ query, page }} />
      </EmptyState>
    );
  return isNarrowed ? (
    <EmptyState icon={Grid3x3} title={query.search === "" ? "Nothing is missing" : "No secret matches"} />
  ) : (
    <EmptyState
      icon={Grid3x3}
      title="This project has no secrets yet"
      actions={<ButtonLink href={secretsPath(project, first)}>Store the first one</ButtonLink>}
    />
  );
}

function More({ data: { query, page } }: { readonly data: Pick<OverviewPageData, "query" | "page"> }) {
  const set = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return <PageLinks label="names" params={new URLSearchParams(set)} next={page.next} />;
}
