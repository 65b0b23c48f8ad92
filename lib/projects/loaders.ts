import type { Role } from "@/lib/authorization/actor";
import { mayEver } from "@/lib/authorization/authorize";
import type { SignedInCtx } from "@/lib/web/context";
import {
  DEFAULT_PROJECT_SLUG,
  FIRST_ENVIRONMENTS,
  PROJECTS_SHOWN_MAX,
  type ProjectMeta,
  secretsPath,
} from "./model";
import { findLastPlace, listProjects } from "./service";

/** What surrounds every page. */
export interface FrameData {
  readonly person: { readonly name: string; readonly email: string; readonly role: Role };
  /** `PROJECTS_SHOWN_MAX` of them at most. */
  readonly projects: readonly ProjectMeta[];
  readonly may: { readonly createProject: boolean };
}

export async function loadFrame(ctx: SignedInCtx): Promise<FrameData> {
  const { name, email, role } = ctx.actor;
  return {
    person: { name, email, role },
    projects: mayEver(ctx, "project.list")
      ? (await listProjects(ctx, { limit: PROJECTS_SHOWN_MAX })).items
      : [],
    may: { createProject: mayEver(ctx, "project.create") },
  };
}

/** Where signing in leads: the Secrets page seen last. */
export async function landingPath(ctx: Pick<SignedInCtx, "pool" | "actor">): Promise<string> {
  const last = await findLastPlace(ctx);
  const [first] = FIRST_ENVIRONMENTS;
  return last
    ? secretsPath(last.project, last.environment)
    : secretsPath(DEFAULT_PROJECT_SLUG, first?.slug ?? "production");
}
