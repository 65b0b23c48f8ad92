import { Layers } from "lucide-react";
import { CredentialTabs } from "@/components/credentials/credential-tabs";
import { PoolCard } from "@/components/pools/pool-card";
import { PoolDialogs } from "@/components/pools/pool-dialogs";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { ChipLink } from "@/components/ui/chip-link";
import { DialogLink } from "@/components/ui/dialog-link";
import { EmptyState } from "@/components/ui/empty-state";
import { type EnvironmentPools, loadPoolPage, type PoolPageData } from "@/lib/pools/loaders";
import { poolsPath } from "@/lib/projects/model";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

interface PoolsPageProps {
  readonly params: Promise<{ project: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: PoolsPageProps) {
  return { title: `Pools in ${(await params).project}` };
}

/** The pools of a project by environment, with their members. */
export default async function PoolsPage({ params, searchParams }: PoolsPageProps) {
  const { project } = await params;
  const data = await loadPage(loadPoolPage(await pageContext(), project, await searchParams));
  const { shown, may, environment } = data;
  const path = poolsPath(project);
  const isUnused = shown.every(({ pools }) => pools.length === 0);
  return (
    <PageBody>
      <PageHeader
        title="Pools"
        help="pools"
        description={
          may.write
            ? "Several keys of one provider under one name, of which each caller gets one."
            : "You may look at which keys of a provider are used, and how much."
        }
      />
      <CredentialTabs project={project} current="pools" />
      {data.project.environments.length > 1 && <EnvironmentFilter data={data} path={path} />}
      {isUnused && <NoPools data={data} />}
      {(!isUnused || may.write) &&
        shown.map((one) => <Environment key={one.environment.slug} data={data} shown={one} />)}
      <PoolDialogs
        data={data}
        basePath={environment === null ? path : `${path}?environment=${environment}`}
      />
    </PageBody>
  );
}

interface EnvironmentProps {
  readonly data: PoolPageData;
  readonly shown: EnvironmentPools;
}

function Environment({ data: { project, may }, shown: { environment, pools } }: EnvironmentProps) {
  const scope = { project: project.slug, environment: environment.slug };
  if (pools.length === 0 && !may.write) return null;
  return (
    <section aria-label={environment.name} className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center justify-between gap-3 border-b border-line pb-2">
        <h2 className="text-lg font-semibold">{environment.name}</h2>
        {may.write && (
          <DialogLink dialog="new" needs={{ within: environment.slug }} tone="secondary" size="small">
            New pool<span className="sr-only"> in {environment.name}</span>
          </DialogLink>
        )}
      </div>
      {pools.length === 0 && <p className="text-muted">No pool yet.</p>}
      {pools.map((pool) => (
        <PoolCard key={pool.name} scope={scope} pool={pool} mayWrite={may.write} />
      ))}
    </section>
  );
}

function EnvironmentFilter({ data, path }: { readonly data: PoolPageData; readonly path: string }) {
  return (
    <nav aria-label="Environment of pools" className="flex flex-wrap gap-2">
      <ChipLink href={path} isOn={data.environment === null}>
        All environments
      </ChipLink>
      {data.project.environments.map(({ slug, name }) => (
        <ChipLink key={slug} href={`${path}?environment=${slug}`} isOn={data.environment === slug}>
          {name}
        </ChipLink>
      ))}
    </nav>
  );
}

function NoPools({ data: { project } }: { readonly data: PoolPageData }) {
  return (
    <EmptyState icon={Layers} title={`There is no pool in ${project.name} yet`}>
      A pool gives each caller one of several keys of a provider: in turn, the least used, or always the same.
      A key that the provider limits or refuses is left out until it works again. Store the keys as secrets,
      then put them into a pool.
    </EmptyState>
  );
}
