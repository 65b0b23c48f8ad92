import { mayEver } from "@/lib/authorization/authorize";
import { impossible } from "@/lib/declarations/model";
import { readDeclared } from "@/lib/declarations/service";
import { variableOf } from "@/lib/names/model";
import { findProject } from "@/lib/projects/service";
import type { SignedInCtx } from "@/lib/web/context";
import type { SecretRights } from "../model";
import { secretRights } from "../rights";
import type { DeclaredVariable, OverviewPage } from "./model";
import { type CompareQuery, compareQuery, type OverviewQuery, overviewQuery } from "./schema";
import { compareEnvironments, readOverview } from "./service";

type SearchParams = Readonly<Record<string, unknown>>;

export interface OverviewPageData {
  readonly query: OverviewQuery;
  readonly page: OverviewPage;
  readonly may: SecretRights & { readonly create: boolean };
}

/** The grid of a project, for its page. */
export async function loadOverview(
  ctx: SignedInCtx,
  project: string,
  searchParams: SearchParams,
): Promise<OverviewPageData> {
  const query = overviewQuery.parse(searchParams);
  const page = await readOverview(ctx, project, query, await declaredOf(ctx, project));
  return { query, page, may: { ...secretRights(ctx), create: mayEver(ctx, "secret.create") } };
}

async function declaredOf(ctx: SignedInCtx, project: string): Promise<DeclaredVariable[]> {
  const declared = await readDeclared(ctx, project);
  return declared
    .filter(({ name }) => impossible(name) === null)
    .map(({ name, requirement }) => ({ name, requirement, variable: variableOf(name) }));
}

export interface ComparePageData {
  readonly query: CompareQuery & { readonly left: string; readonly right: string };
  readonly environments: OverviewPage["environments"];
  /** Null in a project of one environment, which there is nothing to compare with. */
  readonly page: OverviewPage | null;
  readonly may: { readonly create: boolean };
}

/** Two environments side by side; the first two unless the address names others. */
export async function loadComparison(
  ctx: SignedInCtx,
  project: string,
  searchParams: SearchParams,
): Promise<ComparePageData> {
  const query = compareQuery.parse(searchParams);
  const { environments } = await findProject(ctx, project);
  const left = query.left ?? environments.find(({ slug }) => slug !== query.right)?.slug ?? "";
  const right = query.right ?? environments.find(({ slug }) => slug !== left)?.slug ?? "";
  const chosen = { ...query, left, right };
  const isPair = left !== "" && right !== "" && left !== right;
  const page = isPair ? await compareEnvironments(ctx, project, chosen) : null;
  return { query: chosen, environments, page, may: { create: mayEver(ctx, "secret.create") } };
}
