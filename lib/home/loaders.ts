import "server-only";
import { readTold, type ToldEvent } from "@/lib/audit/reading/loaders";
import type { Activity } from "@/lib/audit/reading/model";
import { readActivity } from "@/lib/audit/reading/service";
import type { AuditView } from "@/lib/audit/reading/view/model";
import { viewOf } from "@/lib/audit/reading/view/schema";
import { mayEver } from "@/lib/authorization/authorize";
import {
  DEFAULT_PROJECT_SLUG,
  FIRST_ENVIRONMENTS,
  PROJECTS_SHOWN_MAX,
  type ProjectMeta,
} from "@/lib/projects/model";
import { findLastScope, listProjects } from "@/lib/projects/service";
import { runtime } from "@/lib/runtime/registry";
import type { SignedInCtx } from "@/lib/web/context";
import { type Overview, readOverview } from "./service";

const CHANGES_SHOWN = 8;

export interface HomePageData extends Overview {
  readonly name: string;
  /** Where new secrets and keys go when nothing says where: the environment that was seen last. */
  readonly scope: { readonly project: string; readonly environment: string };
  readonly changes: readonly ToldEvent[];
  readonly activity: Activity;
  /** The audit log of the same days. */
  readonly view: AuditView;
  /** Where machines find this instance. */
  readonly origin: string;
  readonly may: {
    readonly store: boolean;
    readonly createKey: boolean;
    readonly invite: boolean;
    readonly readSettings: boolean;
  };
}

/** What Home shows to who sees all secrets; null for Members, who see the projects that were granted to them. */
export async function loadHome(ctx: SignedInCtx): Promise<HomePageData | null> {
  if (!mayEver(ctx, "audit.read")) return null;
  const view = viewOf({ time: "30d" }, ctx.now());
  const [overview, changes, activity, last] = await Promise.all([
    readOverview(ctx),
    readTold(ctx, { kind: "change" }, CHANGES_SHOWN),
    readActivity(ctx, view.filters),
    findLastScope(ctx),
  ]);
  const first = { project: DEFAULT_PROJECT_SLUG, environment: FIRST_ENVIRONMENTS[0]?.slug ?? "production" };
  return {
    ...overview,
    ...{ changes, activity, view, name: ctx.actor.name, scope: last ?? first },
    origin: runtime().settings.origin,
    may: {
      store: mayEver(ctx, "secret.create"),
      createKey: mayEver(ctx, "apiKey.create"),
      invite: mayEver(ctx, "person.create"),
      readSettings: mayEver(ctx, "settings.read"),
    },
  };
}

/** Where something was granted to a Member: projects with their environments, the first ones. */
export async function loadGrantedProjects(ctx: SignedInCtx): Promise<readonly ProjectMeta[]> {
  if (!mayEver(ctx, "project.list")) return [];
  return (await listProjects(ctx, { limit: PROJECTS_SHOWN_MAX })).items;
}
