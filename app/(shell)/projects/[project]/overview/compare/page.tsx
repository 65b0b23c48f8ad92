import { GitCompare } from "lucide-react";
import { CompareChoice } from "@/components/overview/compare-choice";
import { CompareTable } from "@/components/overview/compare-table";
import { PasteForm } from "@/components/overview/paste-form";
import { BackLink } from "@/components/shell/back-link";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { SearchBar } from "@/components/ui/search-bar";
import { overviewPath } from "@/lib/projects/model";
import { loadComparison } from "@/lib/secrets/overview/loaders";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

interface ComparePageProps {
  readonly params: Promise<{ project: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: ComparePageProps) {
  return { title: `Compare environments of ${(await params).project}` };
}

/** Two environments of a project side by side. */
export default async function ComparePage({ params, searchParams }: ComparePageProps) {
  const { project } = await params;
  const data = await loadPage(loadComparison(await pageContext(), project, await searchParams));
  return (
    <PageBody>
      <BackLink href={overviewPath(project)}>Overview</BackLink>
      <PageHeader
        title="Compare environments"
        description="Which names are in one environment only, and which values are the same. Values are never shown."
      />
      <CompareChoice project={project} data={data} />
      {data.page ? (
        <>
          <SearchBar search={data.query.search} />
          <CompareTable project={project} page={data.page} query={data.query} />
        </>
      ) : (
        <EmptyState icon={GitCompare} title="Choose two different environments" />
      )}
      {data.may.create && (
        <Card
          title="Compare with a file"
          description="A .env, JSON or YAML file against one environment, line by line."
        >
          <PasteForm {...{ project, environments: data.environments }} environment={data.query.left} />
        </Card>
      )}
    </PageBody>
  );
}
