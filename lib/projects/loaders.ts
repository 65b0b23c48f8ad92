import type { Role } from "@/lib/authorization/actor";
import { mayEver } from "@/lib/authorization/authorize";
import type { Alert } from "@/lib/seals/verification/model";
import { currentAlert } from "@/lib/seals/verification/service";
import type { SignedInCtx } from "@/lib/web/context";
import {
  DEFAULT_PROJECT_SLUG,
  FIRST_ENVIRONMENTS,
  PROJECTS_SHOWN_MAX,
  type ProjectMeta,
  secretsPath,
} from "./model";
import { findLastScope, listProjects } from "./service";

/** What surrounds every page. */
export interface ShellData {
  readonly person: { readonly name: string; readonly email: string; readonly role: Role };
  /** `PROJECTS_SHOWN_MAX` of them at most. */
  readonly projects: readonly ProjectMeta[];
  readonly may: { readonly createProject: boolean };
  /** What this person has to be told about the database. */
  readonly alert: Alert;
}

export async function loadShell(ctx: SignedInCtx): Promise<ShellData> {
  const { name, email, role } = ctx.actor;
  const [projects, alert] = await Promise.all([
    mayEver(ctx, "project.list") ? listProjects(ctx, { limit: PROJECTS_SHOWN_MAX }) : { items: [] },
    currentAlert(ctx),
  ]);
  return {
    person: { name, email, role },
    projects: projects.items,
    may: { createProject: mayEver(ctx, "project.create") },
    alert,
  };
}

/** Where signing in leads: the Secrets page seen last. */
export async function landingPath(ctx: Pick<SignedInCtx, "pool" | "actor">): Promise<string> {
  const last = await findLastScope(ctx);
  const [first] = FIRST_ENVIRONMENTS;
  return last
    ? secretsPath(last.project, last.environment)
    : secretsPath(DEFAULT_PROJECT_SLUG, first?.slug ?? "production");
}
