import { Timer } from "lucide-react";
import { FailedLeases } from "@/components/leases/failed-leases";
import { LeaseTable } from "@/components/leases/lease-table";
import { SourceDialogs } from "@/components/leases/source-dialogs";
import { SourceTable } from "@/components/leases/source-table";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { ChipLink } from "@/components/ui/chip-link";
import { DialogLink } from "@/components/ui/dialog-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageLinks } from "@/components/ui/page-links";
import { RefreshEvery } from "@/components/ui/refresh-every";
import { type LeasesPageData, loadLeasesPage } from "@/lib/leases/loaders";
import { leasesPath } from "@/lib/projects/model";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

interface LeasesPageProps {
  readonly params: Promise<{ project: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: LeasesPageProps) {
  return { title: `Leases in ${(await params).project}` };
}

/** The users of databases that API keys have, and where they are made. */
export default async function LeasesPage({ params, searchParams }: LeasesPageProps) {
  const { project } = await params;
  const data = await loadPage(loadLeasesPage(await pageContext(), project, await searchParams));
  const { scope, failed, leases, sources, may } = data;
  const basePath = leasesPath(scope.project, scope.environment);
  return (
    <PageBody>
      <PageHeader
        title="Leases"
        help="leases"
        description={
          may.configure
            ? "Users of databases that are made for API keys, and live for minutes."
            : "You may look at which users of databases API keys have, and where they are made."
        }
        actions={
          may.configure &&
          sources.length > 0 && (
            <DialogLink dialog="source" tone="primary" data-shortcut="n">
              New lease source
            </DialogLink>
          )
        }
      />
      {leases.items.length + failed.length > 0 && <RefreshEvery ms={10_000} />}
      {data.project.environments.length > 1 && <Environments data={data} />}
      {sources.length === 0 ? (
        <NoSources data={data} />
      ) : (
        <>
          <FailedLeases leases={failed} may={may} />
          <LeaseList data={data} />
          <section className="flex flex-col gap-3">
            <h2 className="text-lg font-semibold">Lease sources</h2>
            <SourceTable sources={sources} mayConfigure={may.configure} />
          </section>
        </>
      )}
      <SourceDialogs data={data} basePath={basePath} />
    </PageBody>
  );
}

function Environments({ data: { project, scope } }: { readonly data: LeasesPageData }) {
  return (
    <nav aria-label="Environment of leases" className="flex flex-wrap gap-2">
      {project.environments.map(({ slug, name }) => (
        <ChipLink key={slug} href={leasesPath(project.slug, slug)} isOn={slug === scope.environment}>
          {name}
        </ChipLink>
      ))}
    </nav>
  );
}

function LeaseList({ data: { scope, query, leases, may } }: { readonly data: LeasesPageData }) {
  const path = leasesPath(scope.project, scope.environment);
  const isEnded = query.show === "ended";
  const params = new URLSearchParams({
    environment: scope.environment,
    ...(isEnded && { show: query.show }),
    ...(query.after !== undefined && { after: query.after }),
  });
  return (
    <section className="flex flex-col gap-3">
      <h2 className="text-lg font-semibold">Leases</h2>
      <nav aria-label="Which leases" className="flex flex-wrap gap-2">
        <ChipLink href={path} isOn={!isEnded} scroll={false}>
          Running
        </ChipLink>
        <ChipLink href={`${path}&show=ended`} isOn={isEnded} scroll={false}>
          Ended
        </ChipLink>
      </nav>
      <LeaseTable
        leases={leases.items}
        mayEnd={may.end && !isEnded}
        empty={<p className="text-muted">{isEnded ? "No lease has ended." : "No lease is running."}</p>}
        footer={<PageLinks label="leases" params={params} next={leases.next} />}
      />
    </section>
  );
}

function NoSources({ data: { environment, may } }: { readonly data: LeasesPageData }) {
  return (
    <EmptyState
      icon={Timer}
      title={`Nothing can be leased in ${environment.name} yet`}
      actions={
        may.configure && (
          <DialogLink dialog="source" tone="primary" data-shortcut="n">
            New lease source
          </DialogLink>
        )
      }
    >
      A lease is a user of a database that Strongroom makes for a program and drops after some minutes: no
      password stays anywhere. A lease source says where such users are made, and with which rights.
    </EmptyState>
  );
}
