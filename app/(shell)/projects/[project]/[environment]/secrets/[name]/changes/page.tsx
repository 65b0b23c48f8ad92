import { ChangeFilter } from "@/components/secrets/change-filter";
import { ChangeList } from "@/components/secrets/change-list";
import { WasDeleted } from "@/components/secrets/secret-elsewhere";
import { SecretHead } from "@/components/secrets/secret-head";
import { PageBody } from "@/components/shell/page-body";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { ExportLinks } from "@/components/ui/export-links";
import { Link } from "@/components/ui/link";
import { auditHref } from "@/lib/audit/reading/view/address";
import { secretChangesPath } from "@/lib/projects/model";
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
  const { name, ...scope } = await params;
  const log = await loadPage(loadChanges(await pageContext(), scope, name, await searchParams));
  const { kind, deleted } = log.query;
  const changesPath = secretChangesPath(scope.project, scope.environment, log.name);
  const hrefOf = (input: Record<string, string | undefined>, path = changesPath) => {
    const set = Object.entries({ deleted, ...input }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    return `${path}?${new URLSearchParams(set)}`;
  };
  return (
    <PageBody width="narrow">
      <SecretHead scope={scope} name={log.name} secret={log.secret} tab="changes" may={log.may} />
      {!log.secret && <WasDeleted />}
      <p className="text-muted">Newest first. Values are never shown.</p>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <ChangeFilter kind={kind} hrefOf={(kind) => hrefOf({ kind })} />
        <ExportLinks hrefOf={(format) => hrefOf({ format, kind }, `${changesPath}/export`)} />
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
        <ButtonLink href={hrefOf({ kind, before: String(log.page.next) })}>Older changes</ButtonLink>
      )}
      {log.may.audit && (
        <p>
          <Link
            href={auditHref({ secret: log.name })}
            className="text-accent-ink underline underline-offset-2"
          >
            All events of this secret
          </Link>{" "}
          <span className="text-muted">in the audit log</span>
        </p>
      )}
    </PageBody>
  );
}
