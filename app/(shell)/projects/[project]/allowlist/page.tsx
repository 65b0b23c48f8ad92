import { EndpointTable } from "@/components/allowlist/endpoint-table";
import { NoEndpoints, NothingFound } from "@/components/allowlist/endpoints-empty";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button-link";
import { ChipLink } from "@/components/ui/chip-link";
import { PageLinks } from "@/components/ui/page-links";
import { SearchBar } from "@/components/ui/search-bar";
import { loadAllowlistPage } from "@/lib/allowlist/loaders";
import { ENDPOINT_FILTERS, type EndpointFilter } from "@/lib/allowlist/model";
import { allowlistPath, newEndpointPath } from "@/lib/projects/model";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

interface AllowlistPageProps {
  readonly params: Promise<{ project: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const FILTER_NAMES: Readonly<Record<EndpointFilter, string>> = {
  all: "All",
  ready: "Ready",
  inactive: "Inactive",
  unverified: "Not verified",
};

export async function generateMetadata({ params }: AllowlistPageProps) {
  return { title: `Allowlist of ${(await params).project}` };
}

/** The outside endpoints of one environment that may be called through Strongroom. */
export default async function AllowlistPage({ params, searchParams }: AllowlistPageProps) {
  const { project } = await params;
  const data = await loadPage(loadAllowlistPage(await pageContext(), project, await searchParams));
  const { scope, query, page, may } = data;
  const newPath = newEndpointPath(scope.project, scope.environment);
  const isFiltered = query.search !== "" || query.show !== "all";
  const address = new URLSearchParams({
    environment: scope.environment,
    ...(query.search !== "" && { search: query.search }),
    ...(query.show !== "all" && { show: query.show }),
    ...(query.after !== undefined && { after: query.after }),
  });
  const hrefOf = (show: EndpointFilter) => {
    const changed = new URLSearchParams(address);
    changed.delete("after");
    changed.delete("show");
    if (show !== "all") changed.set("show", show);
    return `${allowlistPath(scope.project)}?${changed}`;
  };
  return (
    <PageBody>
      <PageHeader
        title="Allowlist"
        help="allowlist"
        description={
          may.write
            ? "External APIs your apps call through Strongroom, which adds the credentials."
            : "Read-only access."
        }
        actions={
          may.write && (
            <ButtonLink href={newPath} tone="primary" data-shortcut="n">
              Add endpoint
            </ButtonLink>
          )
        }
      />
      {(page.items.length > 0 || isFiltered || query.after) && (
        <div className="flex flex-col gap-3">
          <SearchBar search={query.search} label="Search endpoints" />
          <nav aria-label="Which endpoints" className="flex flex-wrap gap-2">
            {ENDPOINT_FILTERS.map((show) => (
              <ChipLink key={show} href={hrefOf(show)} isOn={query.show === show}>
                {FILTER_NAMES[show]}
              </ChipLink>
            ))}
          </nav>
        </div>
      )}
      <EndpointTable
        endpoints={page.items}
        scope={scope}
        empty={
          isFiltered ? (
            <NothingFound
              search={query.search}
              isAll={query.show === "all"}
              environmentName={data.environmentName}
              href={allowlistPath(scope.project, scope.environment)}
            />
          ) : (
            <NoEndpoints environmentName={data.environmentName} newPath={may.write ? newPath : null} />
          )
        }
        footer={<PageLinks label="endpoints" params={address} next={page.next} />}
      />
    </PageBody>
  );
}
