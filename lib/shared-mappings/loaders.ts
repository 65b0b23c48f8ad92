import { mayEver } from "@/lib/authorization/authorize";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import type { EnvironmentMeta } from "@/lib/projects/model";
import type { SignedInCtx } from "@/lib/web/context";
import type { MappingPage } from "./model";
import { mappingQuery } from "./schema";
import { listMappings, sharedEnvironments } from "./service";

export interface SharedPageData {
  readonly scope: EnvironmentRef;
  readonly environmentName: string;
  /** The environments that shared secrets live in. */
  readonly sharedEnvironments: readonly EnvironmentMeta[];
  readonly page: MappingPage;
  readonly may: { readonly write: boolean };
}

export async function loadSharedPage(
  ctx: SignedInCtx,
  scope: EnvironmentRef,
  searchParams: Readonly<Record<string, unknown>>,
): Promise<SharedPageData> {
  const { environment, items, next } = await listMappings(ctx, scope, mappingQuery.parse(searchParams));
  return {
    scope: { project: scope.project, environment: scope.environment },
    environmentName: environment.name,
    sharedEnvironments: await sharedEnvironments(ctx, scope),
    page: { items, next },
    may: { write: mayEver(ctx, "mapping.write") },
  };
}
