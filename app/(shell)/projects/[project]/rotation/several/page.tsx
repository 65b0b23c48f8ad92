import { RefreshCcw } from "lucide-react";
import { EnvironmentFilter, rotationHref } from "@/components/rotation/rotation-filters";
import { SeveralForm } from "@/components/rotation/several-form";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { severalRotationsPath } from "@/lib/projects/model";
import { loadSeveralPage, ROTATED_MAX } from "@/lib/rotation/loaders";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

interface SeveralPageProps {
  readonly params: Promise<{ project: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: SeveralPageProps) {
  return { title: `Rotate several secrets of ${(await params).project}` };
}

/** Where several secrets are rotated at once, such as after a laptop was lost. */
export default async function SeveralPage({ params, searchParams }: SeveralPageProps) {
  const { project: slug } = await params;
  const data = await loadPage(loadSeveralPage(await pageContext(), slug, await searchParams));
  const { project, query, secrets, hasMore, may } = data;
  return (
    <PageBody>
      <PageHeader
        title="Rotate several secrets"
        description="Each is rotated for itself, as its own policy says. Those that people rotate by hand are not here."
      />
      {project.environments.length > 1 && (
        <EnvironmentFilter
          project={project}
          query={query}
          hrefOf={({ environment }) => rotationHref(severalRotationsPath(slug), { environment })}
        />
      )}
      {hasMore && (
        <Alert
          tone="info"
          title={`These are the first ${ROTATED_MAX} by name. Choose an environment to see others.`}
        />
      )}
      {secrets.length === 0 ? (
        <EmptyState icon={RefreshCcw} title="Nothing here can be rotated by Strongroom">
          Choose Rotation in the menu of a secret to say how it is rotated.
        </EmptyState>
      ) : (
        <Card title={may.run ? "Choose" : "What could be chosen"}>
          {may.run ? (
            <SeveralForm project={slug} secrets={secrets} />
          ) : (
            <p className="text-muted">Owners and Super Admins rotate secrets.</p>
          )}
        </Card>
      )}
    </PageBody>
  );
}
