import { ChevronLeft } from "lucide-react";
import { ChangeFilter } from "@/components/secrets/change-filter";
import { ChangeList } from "@/components/secrets/change-list";
import { SecretUse } from "@/components/secrets/secret-use";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { Alert } from "@/components/ui/alert";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { ExportLinks } from "@/components/ui/export-links";
import { Link } from "@/components/ui/link";
import { auditHref } from "@/lib/audit/reading/view/address";
import { secretsPath } from "@/lib/projects/model";
import { loadSecretUse } from "@/lib/secrets/access-history/loaders";
import { loadChanges } from "@/lib/secrets/changes/loaders";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

interface ChangesPageProps {
  readonly params: Promise<{ project: string; environment: string; name: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: ChangesPageProps) {
  return { title: `Change log of ${(await params).name}` };
}

/** The change log of one secret, also of one that was deleted. */
export default async function ChangesPage({ params, searchParams }: ChangesPageProps) {
  const ctx = await pageContext();
  const { name, ...scope } = await params;
  const log = await loadPage(loadChanges(ctx, scope, name, await searchParams));
  const use = log.secret && (await loadPage(loadSecretUse(ctx, { ...scope, secret: { id: log.secret.id } })));
  const listPath = secretsPath(scope.project, scope.environment);
  const changesPath = `${listPath}/${encodeURIComponent(log.name)}/changes`;
  const hrefOf = (input: Record<string, string | undefined>) => {
    const set = Object.entries(input).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return `${changesPath}?${new URLSearchParams(set)}`;
  };
  return (
    <PageBody width="narrow">
      <Link href={listPath} className="inline-flex items-center gap-1 text-muted hover:text-ink">
        <ChevronLeft aria-hidden className="size-4" /> Secrets
      </Link>
      <PageHeader
        title={`Change log of ${log.name}`}
        description="Newest first. Values are never shown."
        actions={
          log.may.audit && (
            <ButtonLink href={auditHref({ secret: log.name })}>All events of this secret</ButtonLink>
          )
        }
      />
      {!log.secret && (
        <Alert tone="warning" title="This secret was deleted.">
          All versions of the value were erased. The change log is kept.
        </Alert>
      )}
      {use && log.secret && <SecretUse {...use} version={log.secret.version} />}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <ChangeFilter kind={log.query.kind} hrefOf={(kind) => hrefOf({ kind })} />
        <ExportLinks
          hrefOf={(format) =>
            `${changesPath}/export?${new URLSearchParams({ format, ...(log.query.kind && { kind: log.query.kind }) })}`
          }
        />
      </div>
      <Card>
        {log.page.items.length === 0 ? (
          <p className="text-muted">No events of this kind.</p>
        ) : (
          <ChangeList
            changes={log.page.items}
            scope={scope}
            secret={log.secret}
            mayRestore={log.may.restore}
          />
        )}
      </Card>
      {log.page.next !== null && (
        <ButtonLink href={hrefOf({ kind: log.query.kind, before: String(log.page.next) })}>
          Older changes
        </ButtonLink>
      )}
    </PageBody>
  );
}
