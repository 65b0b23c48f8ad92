import { RefreshCcw } from "lucide-react";
import { DueList } from "@/components/rotation/due-list";
import { ROTATION_TABLE } from "@/components/rotation/rotation-columns";
import { EnvironmentFilter, rotationHref, StateFilter } from "@/components/rotation/rotation-filters";
import { UrgentList } from "@/components/rotation/urgent-list";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { Alert } from "@/components/ui/alert";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { ExportLinks } from "@/components/ui/export-links";
import { PageLinks } from "@/components/ui/page-links";
import { RefreshEvery } from "@/components/ui/refresh-every";
import { Table } from "@/components/ui/table";
import { rotationPath, secretsPath, severalRotationsPath } from "@/lib/projects/model";
import { loadRotationPage, type RotationPageData } from "@/lib/rotation/loaders";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

interface RotationPageProps {
  readonly params: Promise<{ project: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: RotationPageProps) {
  return { title: `Rotation in ${(await params).project}` };
}

/** The rotations of a project, those first that somebody has to look at. */
export default async function RotationPage({ params, searchParams }: RotationPageProps) {
  const { project } = await params;
  const data = await loadPage(loadRotationPage(await pageContext(), project, await searchParams));
  const { query, running, due, history, may } = data;
  const path = rotationPath(project);
  const hrefOf = (filter: Readonly<Record<string, string | undefined>>) => rotationHref(path, filter);
  const failing = [...data.attention, ...running.filter(({ error }) => error !== null)];
  const going = running.filter(({ error }) => error === null);
  const isUnused = failing.length + going.length + due.length + history.items.length === 0;
  return (
    <PageBody>
      <PageHeader
        title="Rotation"
        help="rotation"
        description={
          may.run
            ? "Which secrets are rotated, what is due, and what has to be looked at."
            : "You may look at which secrets are rotated, and when."
        }
        actions={
          may.run && !isUnused && <ButtonLink href={severalRotationsPath(project)}>Rotate several</ButtonLink>
        }
      />
      {running.length > 0 && <RefreshEvery ms={10_000} />}
      {data.project.environments.length > 1 && (!isUnused || query.environment !== undefined) && (
        <EnvironmentFilter project={data.project} query={query} hrefOf={hrefOf} />
      )}
      {isUnused && isUnfiltered(query) ? (
        <NoRotations data={data} />
      ) : (
        <>
          {failing.length === 0 && !due.some(({ isOverdue }) => isOverdue) && (
            <Alert tone="success" title="No rotation is failing, and no secret is overdue." />
          )}
          <UrgentList title="Needs attention" rotations={failing} mayRun={may.run} />
          <UrgentList title="Under way" rotations={going} mayRun={may.run} />
          <DueList due={due} hasMore={data.hasMoreDue} />
          <History data={data} hrefOf={hrefOf} />
        </>
      )}
    </PageBody>
  );
}

function isUnfiltered({ state, environment, after }: RotationPageData["query"]): boolean {
  return state === undefined && environment === undefined && after === undefined;
}

interface HistoryProps {
  readonly data: RotationPageData;
  readonly hrefOf: (filter: Readonly<Record<string, string | undefined>>) => string;
}

function History({ data: { project, query, history }, hrefOf }: HistoryProps) {
  const address = new URLSearchParams(hrefOf({ ...query }).split("?")[1] ?? "");
  const file = (format: string) =>
    rotationHref(`${rotationPath(project.slug)}/export`, {
      ...{ format, state: query.state, environment: query.environment },
    });
  return (
    <section className="flex flex-col gap-3">
      <h2 className="text-lg font-semibold">History</h2>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <StateFilter query={query} hrefOf={hrefOf} />
        <ExportLinks hrefOf={file} />
      </div>
      <Table
        label="History"
        columns={ROTATION_TABLE}
        rows={history.items}
        rowKey={({ id }) => id}
        empty={<p className="text-muted">No rotation is in this state.</p>}
        footer={<PageLinks label="rotations" params={address} next={history.next} />}
      />
    </section>
  );
}

function NoRotations({ data: { project } }: { readonly data: RotationPageData }) {
  const [first] = project.environments;
  return (
    <EmptyState
      icon={RefreshCcw}
      title={`Nothing is rotated in ${project.name} yet`}
      actions={
        first && (
          <ButtonLink href={secretsPath(project.slug, first.slug)} tone="primary">
            Go to the secrets
          </ButtonLink>
        )
      }
    >
      Strongroom can replace a value by schedule or at a press, keep the old one good until all readers have
      come over, and go back when something fails. Choose Rotation in the menu of a secret to say how.
    </EmptyState>
  );
}
