import { mayEver } from "@/lib/authorization/authorize";
import { listGroups } from "@/lib/grants/groups/service";
import { PROJECTS_SHOWN_MAX, type ProjectMeta } from "@/lib/projects/model";
import { listProjects } from "@/lib/projects/service";
import type { SignedInCtx } from "@/lib/web/context";
import type { RequestDetail, RequestPage, RequestView } from "./model";
import type { PolicyMeta } from "./policies/model";
import { listPolicies } from "./policies/service";
import { requestQuery } from "./schema";
import { showRequest, showRequests } from "./showing/service";

const PAGE_SIZE = 50;

export interface RequestsPageData {
  readonly view: RequestView;
  readonly page: RequestPage;
  readonly mayAsk: boolean;
  readonly mayListPolicies: boolean;
}

export async function loadRequests(
  ctx: SignedInCtx,
  params: Readonly<Record<string, unknown>>,
): Promise<RequestsPageData> {
  const { view, after } = requestQuery.parse(params);
  return {
    view,
    page: await showRequests(ctx, view, { after, limit: PAGE_SIZE }),
    mayAsk: mayEver(ctx, "access.ask"),
    mayListPolicies: mayEver(ctx, "changePolicy.list"),
  };
}

export function loadRequest(ctx: SignedInCtx, id: string): Promise<RequestDetail> {
  return showRequest(ctx, id);
}

export interface PoliciesPageData {
  readonly project: ProjectMeta;
  readonly projects: readonly ProjectMeta[];
  readonly policies: readonly PolicyMeta[];
  readonly groups: readonly { readonly slug: string; readonly name: string }[];
  readonly mayWrite: boolean;
}

/** The policies of a project: the one named, or the first. Throws `notFound`. */
export async function loadPolicies(ctx: SignedInCtx, named: string | null): Promise<PoliciesPageData | null> {
  const { items: projects } = await listProjects(ctx, { limit: PROJECTS_SHOWN_MAX });
  const project = named === null ? projects[0] : projects.find(({ slug }) => slug === named);
  if (!project) return null;
  const [policies, groups] = await Promise.all([listPolicies(ctx, project.slug), listGroups(ctx)]);
  return { project, projects, policies, groups, mayWrite: mayEver(ctx, "changePolicy.write") };
}
