import { ImportTable } from "@/components/imports/import-table";
import { PlanForm } from "@/components/imports/plan-form";
import { BackLink } from "@/components/shell/back-link";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button-link";
import { ChipLink } from "@/components/ui/chip-link";
import { loadImportsPage } from "@/lib/imports/loaders";
import { importsPath, managersPath, secretsPath } from "@/lib/projects/model";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

interface ImportsPageProps {
  readonly params: Promise<{ project: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: ImportsPageProps) {
  return { title: `Import into ${(await params).project}` };
}

/** Where secrets come into an environment from its external managers. */
export default async function ImportsPage({ params, searchParams }: ImportsPageProps) {
  const { project: slug } = await params;
  const data = await loadPage(loadImportsPage(await pageContext(), slug, await searchParams));
  const { project, scope, environment, imports, managers, mayImport } = data;
  return (
    <PageBody>
      <BackLink href={managersPath(slug)}>External managers</BackLink>
      <PageHeader
        title="Import"
        help="import"
        description="Secrets from an external manager, with the versions that it still has."
        actions={
          mayImport && (
            <ButtonLink href={`${secretsPath(slug, scope.environment)}?dialog=import`} tone="quiet">
              Import a file instead
            </ButtonLink>
          )
        }
      />
      {project.environments.length > 1 && (
        <nav aria-label="Environment to import into" className="flex flex-wrap gap-2">
          {project.environments.map((one) => (
            <ChipLink key={one.slug} href={importsPath(slug, one.slug)} isOn={one.slug === scope.environment}>
              {one.name}
            </ChipLink>
          ))}
        </nav>
      )}
      {managers.length === 0 ? (
        <p className="text-muted">{environment.name} has no external manager to import from yet.</p>
      ) : (
        mayImport && <PlanForm scope={scope} environmentName={environment.name} managers={managers} />
      )}
      {imports.length > 0 && (
        <section className="flex flex-col gap-3">
          <h2 className="text-lg font-semibold">Imports</h2>
          <ImportTable imports={imports} />
        </section>
      )}
    </PageBody>
  );
}
