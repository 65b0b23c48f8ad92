import { mayEver } from "@/lib/authorization/authorize";
import { PROJECTS_SHOWN_MAX, type ProjectMeta } from "@/lib/projects/model";
import { listProjects } from "@/lib/projects/service";
import type { SignedInCtx } from "@/lib/web/context";
import type { GrantPage } from "../model";
import { listGrantsOfGroup } from "../service";
import type { GroupDetails, GroupMeta } from "./model";
import { findGroup, listGroups } from "./service";

export interface GroupsPageData {
  readonly groups: readonly GroupMeta[];
  readonly mayWrite: boolean;
}

export async function loadGroups(ctx: SignedInCtx): Promise<GroupsPageData> {
  return { groups: await listGroups(ctx), mayWrite: mayEver(ctx, "group.write") };
}

export interface GroupPageData {
  readonly group: GroupDetails;
  readonly access: GrantPage;
  /** Where something can be granted. */
  readonly projects: readonly ProjectMeta[];
  readonly mayWrite: boolean;
}

/** A group, its members and what it was granted. Throws `notFound`. */
export async function loadGroup(ctx: SignedInCtx, slug: string): Promise<GroupPageData> {
  const group = await findGroup(ctx, slug);
  const [access, projects] = await Promise.all([
    listGrantsOfGroup(ctx, group.id),
    listProjects(ctx, { limit: PROJECTS_SHOWN_MAX }),
  ]);
  return { group, access, projects: projects.items, mayWrite: mayEver(ctx, "group.write") };
}
