import { mayEver } from "@/lib/authorization/authorize";
import { runtime } from "@/lib/runtime/registry";
import type { SignedInCtx } from "@/lib/web/context";
import type { ApiKeyPage } from "./model";
import { type ApiKeyQuery, apiKeyQuery } from "./schema";
import { openKeys } from "./service";

export interface ApiKeysPageData {
  readonly project: { readonly slug: string; readonly name: string };
  readonly environments: readonly { readonly slug: string; readonly name: string }[];
  readonly query: ApiKeyQuery;
  readonly page: ApiKeyPage;
  /** Who made them, to choose from. */
  readonly makers: readonly string[];
  /** Where machines find this instance, for the examples. */
  readonly origin: string;
  readonly may: {
    readonly create: boolean;
    readonly revoke: boolean;
    /** Make and revoke keys of the whole organisation. */
    readonly organisation: boolean;
    /** Make keys whose changes need no approval. */
    readonly skipApproval: boolean;
  };
}

export async function loadApiKeysPage(
  ctx: SignedInCtx,
  project: string,
  searchParams: Readonly<Record<string, unknown>>,
): Promise<ApiKeysPageData> {
  const query = apiKeyQuery.parse(searchParams);
  const listing = await openKeys(ctx, project, query);
  const { slug, name } = listing.project;
  return {
    project: { slug, name },
    environments: listing.environments.map((environment) => ({
      slug: environment.slug,
      name: environment.name,
    })),
    query,
    page: listing.page,
    makers: listing.makers,
    origin: runtime().settings.origin,
    may: {
      create: mayEver(ctx, "apiKey.create"),
      revoke: mayEver(ctx, "apiKey.revoke"),
      organisation: mayEver(ctx, "organisationKey.create"),
      skipApproval: mayEver(ctx, "approval.skip"),
    },
  };
}
