import { BackLink } from "@/components/shell/back-link";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { SyncEntryTable } from "@/components/syncs/sync-entry-table";
import { SyncForm } from "@/components/syncs/sync-form";
import { SyncStateBadge } from "@/components/syncs/sync-state";
import { OverwriteSync, RemoveSync, RunSync } from "@/components/syncs/sync-steps";
import { Alert } from "@/components/ui/alert";
import { ChipLink } from "@/components/ui/chip-link";
import { RefreshEvery } from "@/components/ui/refresh-every";
import { loadSyncPage, type SyncPageData } from "@/lib/managers/syncing/loaders";
import { ENTRY_STATE_NAMES, SYNC_ENTRY_STATES } from "@/lib/managers/syncing/model";
import { syncPath, syncsPath } from "@/lib/projects/model";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

interface SyncPageProps {
  readonly params: Promise<{ project: string; environment: string; sync: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: SyncPageProps) {
  return { title: `Sync ${(await params).sync}` };
}

/** One sync: how it stands, what it knows of each place, and what it writes where. */
export default async function SyncPage({ params, searchParams }: SyncPageProps) {
  const { project, environment, sync: name } = await params;
  const scope = { project, environment };
  const data = await loadPage(loadSyncPage(await pageContext(), scope, name, await searchParams));
  const { sync, entries, may } = data;
  return (
    <PageBody>
      {(sync.state === "waiting" || sync.state === "running") && <RefreshEvery ms={1_500} />}
      <BackLink href={syncsPath(project, environment)}>Syncs of {environment}</BackLink>
      <PageHeader
        title={sync.name}
        help="syncs"
        aside={<SyncStateBadge state={sync.state} />}
        description={`Writes to ${sync.manager}: ${sync.path}`}
        actions={
          <>
            {may.run && sync.state !== "paused" && <RunSync sync={sync} />}
            {may.run && sync.counts.drift + sync.counts.foreign > 0 && <OverwriteSync sync={sync} />}
            {may.write && <RemoveSync sync={sync} />}
          </>
        }
      />
      {sync.error !== null && (
        <Alert tone="danger">
          {sync.error} It failed {sync.attempts === 1 ? "once" : `${sync.attempts} times in a row`}, and is
          tried again.
        </Alert>
      )}
      <Which {...data} />
      <SyncEntryTable entries={entries} />
      {data.hasMore && <p className="text-muted">There are more: the API lists all of them.</p>}
      {may.write && <SyncForm scope={scope} managers={[]} sync={sync} />}
    </PageBody>
  );
}

function Which({ sync, state }: SyncPageData) {
  const path = syncPath(sync.project, sync.environment, sync.name);
  return (
    <nav aria-label="Which entries" className="flex flex-wrap gap-2">
      <ChipLink href={path} isOn={state === undefined} scroll={false}>
        All
      </ChipLink>
      {SYNC_ENTRY_STATES.filter((one) => sync.counts[one] > 0).map((one) => (
        <ChipLink key={one} href={`${path}?state=${one}`} isOn={state === one} scroll={false}>
          {ENTRY_STATE_NAMES[one]} {sync.counts[one].toLocaleString("en")}
        </ChipLink>
      ))}
    </nav>
  );
}
