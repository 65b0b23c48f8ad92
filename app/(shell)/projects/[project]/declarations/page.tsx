import { DeclarationTable } from "@/components/declarations/declaration-table";
import { NoDeclarations } from "@/components/declarations/no-declarations";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { Alert } from "@/components/ui/alert";
import { ChipLink } from "@/components/ui/chip-link";
import { Time } from "@/components/ui/time";
import { type DeclarationsPageData, loadDeclarationsPage } from "@/lib/declarations/loaders";
import { declarationsPath } from "@/lib/projects/model";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

interface DeclarationsPageProps {
  readonly params: Promise<{ project: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: DeclarationsPageProps) {
  return { title: `Required secrets of ${(await params).project}` };
}

/** Which names a project needs, and where they have a value. */
export default async function DeclarationsPage({ params, searchParams }: DeclarationsPageProps) {
  const { project } = await params;
  const data = await loadPage(loadDeclarationsPage(await pageContext(), project, await searchParams));
  const { table, names, shows } = data;
  const path = declarationsPath(project);
  return (
    <PageBody>
      <PageHeader
        title="Required secrets"
        help="declarations"
        description={
          table.declaredAt ? (
            <span className="wrap-anywhere">
              Secrets this project needs, from strongroom.toml. Last sent by {table.declaredBy},{" "}
              <Time value={table.declaredAt} />.
            </span>
          ) : (
            "Secrets this project needs, from strongroom.toml."
          )
        }
      />
      {table.names.length === 0 ? (
        <NoDeclarations project={project} />
      ) : (
        <>
          <Summary data={data} />
          <nav aria-label="Which names" className="flex flex-wrap gap-2">
            <ChipLink href={path} isOn={shows === "all"}>
              All {table.names.length}
            </ChipLink>
            <ChipLink href={`${path}?show=missing`} isOn={shows === "missing"}>
              Missing somewhere
            </ChipLink>
            <ChipLink href={`${path}?show=required`} isOn={shows === "required"}>
              Missing and required
            </ChipLink>
          </nav>
          <DeclarationTable
            project={project}
            names={names}
            environments={table.environments}
            mayCreate={data.may.create}
          />
        </>
      )}
    </PageBody>
  );
}

function Summary({ data: { table, missing } }: { readonly data: DeclarationsPageData }) {
  const lacking = table.environments.filter(({ slug }) => (missing[slug] ?? 0) > 0);
  if (lacking.length === 0)
    return <Alert tone="success" title="Every required name has a value in every environment." />;
  const parts = lacking.map(({ slug, name }) => `${missing[slug]} in ${name}`);
  return (
    <Alert tone="warning" title={`Missing required secrets: ${new Intl.ListFormat("en").format(parts)}.`} />
  );
}
