import { EntryTable } from "@/components/imports/entry-table";
import { ImportStateBadge } from "@/components/imports/import-state";
import { RunImport, StopImport } from "@/components/imports/import-steps";
import { BackLink } from "@/components/shell/back-link";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { Alert } from "@/components/ui/alert";
import { ButtonLink } from "@/components/ui/button-link";
import { ChipLink } from "@/components/ui/chip-link";
import { PageLinks } from "@/components/ui/page-links";
import { RefreshEvery } from "@/components/ui/refresh-every";
import { counted } from "@/lib/counted";
import { type ImportPageData, loadImportPage } from "@/lib/imports/loaders";
import { ENTRY_NAMES, ENTRY_STATES, type ImportMeta, isLive } from "@/lib/imports/model";
import { importPath, importsPath, secretsPath } from "@/lib/projects/model";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

interface ImportPageProps {
  readonly params: Promise<{ project: string; import: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: ImportPageProps) {
  return { title: `Import into ${(await params).project}` };
}

/** One import: its plan, how far it is, or its report. */
export default async function ImportPage({ params, searchParams }: ImportPageProps) {
  const { import: id } = await params;
  const data = await loadPage(loadImportPage(await pageContext(), id, await searchParams));
  const { found, entries } = data;
  const { project, environment, manager, path, state, error } = found;
  const query = new URLSearchParams({
    ...(data.state !== undefined && { state: data.state }),
    ...(data.after !== undefined && { after: data.after }),
  });
  return (
    <PageBody>
      {isLive(state) && <RefreshEvery ms={1_500} />}
      <BackLink href={importsPath(project, environment)}>Imports into {environment}</BackLink>
      <PageHeader
        title={path === "" ? `Import from ${manager}` : `Import from ${manager}: ${path}`}
        help="import"
        aside={<ImportStateBadge state={state} />}
        description={progressOf(found)}
        actions={<Actions {...data} />}
      />
      {error !== null && <Alert tone={state === "failed" ? "danger" : "warning"}>{error}</Alert>}
      <nav aria-label="Which entries" className="flex flex-wrap gap-2">
        <ChipLink href={importPath(project, found.id)} isOn={data.state === undefined} scroll={false}>
          All
        </ChipLink>
        {ENTRY_STATES.filter((one) => found.counts[one] > 0).map((one) => (
          <ChipLink
            key={one}
            href={`${importPath(project, found.id)}?state=${one}`}
            isOn={data.state === one}
            scroll={false}
          >
            {ENTRY_NAMES[one]} {found.counts[one].toLocaleString("en")}
          </ChipLink>
        ))}
      </nav>
      <EntryTable
        entries={entries.items}
        empty={
          <p className="text-muted">{isLive(state) ? "Nothing is read yet." : "There is nothing here."}</p>
        }
        footer={<PageLinks label="entries" params={query} next={entries.next} />}
      />
    </PageBody>
  );
}

function Actions({ found, mayImport }: ImportPageData) {
  const { id, state, counts, project, environment } = found;
  const count = counts.new + counts.changed;
  return (
    <>
      {state === "done" && (
        <ButtonLink href={secretsPath(project, environment)}>Secrets of {environment}</ButtonLink>
      )}
      {mayImport && state === "planned" && count > 0 && (
        <RunImport id={id} label={`Store ${counted(count, "secret")}`} />
      )}
      {mayImport && state === "failed" && <RunImport id={id} label="Go on" />}
      {mayImport && state !== "done" && state !== "stopped" && <StopImport id={id} />}
    </>
  );
}

function progressOf({ state, unread, counts, environment }: ImportMeta): string {
  const stored = counted(counts.created + counts.replaced, "secret");
  const left = counted(counts.new + counts.changed, "secret");
  switch (state) {
    case "reading":
      return unread === 0 ? "Looking at what there is." : `${counted(unread, "path")} not read yet.`;
    case "planned":
      return `${left} would be stored in ${environment}. Nothing is stored yet.`;
    case "storing":
      return `${stored} stored, ${left} to go.`;
    default:
      return `${stored} stored in ${environment}, ${counts.refused.toLocaleString("en")} refused.`;
  }
}
