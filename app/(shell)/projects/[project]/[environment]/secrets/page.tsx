import { cookies } from "next/headers";
import { after } from "next/server";
import { MissingNotice } from "@/components/declarations/missing-notice";
import { ApprovalBadge } from "@/components/requests/approval-badge";
import { activeFilters } from "@/components/secrets/filters";
import { FoundShared } from "@/components/secrets/found-shared";
import { LIST_VIEW_COOKIE, listViewOf } from "@/components/secrets/list-view";
import { ListViewMenu } from "@/components/secrets/list-view-menu";
import { ActiveFilters, FilterMenu } from "@/components/secrets/secret-filters";
import { SecretTabs } from "@/components/secrets/secret-tabs";
import { SecretsView } from "@/components/secrets/secrets-view";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button-link";
import { DialogLink } from "@/components/ui/dialog-link";
import { SearchBar } from "@/components/ui/search-bar";
import { auditHref } from "@/lib/audit/reading/view/address";
import { askPath, secretsPath } from "@/lib/projects/model";
import { rememberScope } from "@/lib/projects/service";
import { loadSecretsPage } from "@/lib/secrets/loaders";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

interface SecretsPageProps {
  readonly params: Promise<{ project: string; environment: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: SecretsPageProps) {
  const { project, environment } = await params;
  return { title: `Secrets of ${project}, ${environment}` };
}

/** The secrets of one environment. */
export default async function SecretsPage({ params, searchParams }: SecretsPageProps) {
  const ctx = await pageContext();
  const scope = await params;
  const data = await loadPage(loadSecretsPage(ctx, scope, await searchParams));
  after(() => rememberScope(ctx, scope));
  const view = listViewOf((await cookies()).get(LIST_VIEW_COOKIE)?.value);
  const basePath = secretsPath(scope.project, scope.environment);
  return (
    <PageBody width="full">
      <PageHeader
        title="Secrets"
        help="secrets"
        aside={
          <>
            <Badge>{data.count}</Badge>
            {data.approvals > 0 && <ApprovalBadge approvals={data.approvals} />}
          </>
        }
        description={data.may.create ? undefined : data.accessNote}
        actions={
          <>
            {data.may.audit && (
              <ButtonLink href={auditHref(scope)} tone="quiet" className="max-sm:hidden">
                Audit log
              </ButtonLink>
            )}
            {data.may.create && (
              <>
                <ButtonLink href={askPath(scope.project, scope.environment)} tone="quiet">
                  Ask for a value
                </ButtonLink>
                <DialogLink dialog="import" tone="secondary">
                  Import .env
                </DialogLink>
                <DialogLink dialog="store" tone="primary" data-shortcut="n">
                  Store New Secret
                </DialogLink>
              </>
            )}
          </>
        }
      />
      <SecretTabs {...scope} current="own" maySeeShared={data.may.seeShared} />
      <MissingNotice
        missing={data.missing}
        project={scope.project}
        environmentName={data.environmentName}
        mayCreate={data.may.create}
      />
      <div className="flex flex-col gap-3">
        <div className="flex items-center gap-2">
          <SearchBar search={data.query.search} />
          <FilterMenu query={data.query} basePath={basePath} />
          <ListViewMenu view={view} />
        </div>
        <ActiveFilters query={data.query} basePath={basePath} />
      </div>
      <FoundShared shared={data.shared} search={data.query.search} basePath={basePath} />
      <SecretsView
        data={data}
        isFiltered={data.query.search !== "" || activeFilters(data.query).length > 0}
        basePath={basePath}
        environmentName={data.environmentName}
        view={view}
      />
    </PageBody>
  );
}
