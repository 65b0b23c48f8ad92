import { mayEver } from "@/lib/authorization/authorize";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import type { SignedInCtx } from "@/lib/web/context";
import type { DeletedPage } from "./model";
import { type DeletedQuery, deletedQuery } from "./schema";
import { listDeletedSecrets } from "./service";

export interface DeletedPageData {
  readonly environmentName: string;
  readonly query: DeletedQuery;
  readonly page: DeletedPage;
  readonly maySeeShared: boolean;
}

/** The deleted secrets of an environment, for their page. */
export async function loadDeletedPage(
  ctx: SignedInCtx,
  scope: EnvironmentRef,
  searchParams: Readonly<Record<string, unknown>>,
): Promise<DeletedPageData> {
  const query = deletedQuery.parse(searchParams);
  const { environment, items, next } = await listDeletedSecrets(ctx, scope, query);
  const maySeeShared = mayEver(ctx, "mapping.list");
  return { environmentName: environment.name, query, page: { items, next }, maySeeShared };
}
