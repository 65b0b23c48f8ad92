import { BackLink } from "@/components/shell/back-link";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { SyncForm } from "@/components/syncs/sync-form";
import { SyncTable } from "@/components/syncs/sync-table";
import { ChipLink } from "@/components/ui/chip-link";
import { loadSyncsPage } from "@/lib/managers/syncing/loaders";
import { managersPath, syncsPath } from "@/lib/projects/model";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

interface SyncsPageProps {
  readonly params: Promise<{ project: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: SyncsPageProps) {
  return { title: `Syncs of ${(await params).project}` };
}

/** Where secrets of an environment are written to its external managers. */
export default async function SyncsPage({ params, searchParams }: SyncsPageProps) {
  const { project: slug } = await params;
  const data = await loadPage(loadSyncsPage(await pageContext(), slug, await searchParams));
  const { project, scope, environment, syncs, managers, may } = data;
  return (
    <PageBody>
      <BackLink href={managersPath(slug)}>External managers</BackLink>
      <PageHeader
        title="Syncs"
        help="syncs"
        description="Secrets that are written to an external manager, and follow there when they change here."
      />
      {project.environments.length > 1 && (
        <nav aria-label="Environment of syncs" className="flex flex-wrap gap-2">
          {project.environments.map((one) => (
            <ChipLink key={one.slug} href={syncsPath(slug, one.slug)} isOn={one.slug === scope.environment}>
              {one.name}
            </ChipLink>
          ))}
        </nav>
      )}
      {syncs.length > 0 && <SyncTable syncs={syncs} />}
      {managers.length === 0 ? (
        <p className="text-muted">{environment.name} has no external manager to write to yet.</p>
      ) : (
        may.write && <SyncForm scope={scope} managers={managers} sync={null} />
      )}
    </PageBody>
  );
}
