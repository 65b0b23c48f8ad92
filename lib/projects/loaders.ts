import type { Role } from "@/lib/authorization/actor";
import { mayEver } from "@/lib/authorization/authorize";
import { countWaitingRequests } from "@/lib/requests/service";
import type { Alert } from "@/lib/seals/verification/model";
import { currentAlert } from "@/lib/seals/verification/service";
import type { SignedInCtx } from "@/lib/web/context";
import { HOME_PATH, PROJECTS_SHOWN_MAX, type ProjectMeta, secretsPath } from "./model";
import { findLastScope, listProjects } from "./service";

/** What surrounds every page. */
export interface ShellData {
  readonly person: { readonly name: string; readonly email: string; readonly role: Role };
  /** `PROJECTS_SHOWN_MAX` of them at most. */
  readonly projects: readonly ProjectMeta[];
  /** The environment whose Secrets page was seen last; null before any was. */
  readonly lastScope: { readonly project: string; readonly environment: string } | null;
  readonly may: { readonly createProject: boolean };
  /** Requests that wait for this person. */
  readonly waiting: number;
  /** What this person has to be told about the database. */
  readonly alert: Alert;
}

export async function loadShell(ctx: SignedInCtx): Promise<ShellData> {
  const { name, email, role } = ctx.actor;
  const maySee = mayEver(ctx, "project.list");
  const [projects, lastScope, waiting, alert] = await Promise.all([
    maySee ? listProjects(ctx, { limit: PROJECTS_SHOWN_MAX }) : { items: [] },
    maySee ? findLastScope(ctx) : null,
    countWaitingRequests(ctx),
    currentAlert(ctx),
  ]);
  return {
    person: { name, email, role },
    projects: projects.items,
    lastScope,
    may: { createProject: mayEver(ctx, "project.create") },
    ...{ waiting, alert },
  };
}

/** Where signing in leads: the Secrets page seen last; Home before any was, and for whom it is not. */
export async function landingPath(ctx: Pick<SignedInCtx, "pool" | "actor">): Promise<string> {
  const last = mayEver(ctx, "secret.list") ? await findLastScope(ctx) : null;
  return last ? secretsPath(last.project, last.environment) : HOME_PATH;
}
