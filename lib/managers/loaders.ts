import "server-only";
import { z } from "zod";
import type { SecretChoices } from "@/lib/allowlist/references/model";
import { secretChoices } from "@/lib/allowlist/references/service";
import { mayEver } from "@/lib/authorization/authorize";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import { AppError } from "@/lib/platform/app-error";
import type { EnvironmentMeta, ProjectMeta } from "@/lib/projects/model";
import { findProject } from "@/lib/projects/service";
import type { SignedInCtx } from "@/lib/web/context";
import { listManagers } from "./connections/service";
import type { ManagerMeta } from "./model";

/** A parameter that is there twice, or makes no sense, is left out. */
const pageQuery = z.object({ environment: z.string().optional().catch(undefined) });

export interface ManagersPageData {
  readonly project: ProjectMeta;
  readonly scope: EnvironmentRef;
  readonly environment: EnvironmentMeta;
  readonly managers: readonly ManagerMeta[];
  /** Secrets that a manager can be signed in to with; null for whoever may not say so. */
  readonly choices: SecretChoices | null;
  readonly mayConfigure: boolean;
}

/** The external managers of one environment of a project: the one that the address names, else the first. */
export async function loadManagersPage(
  ctx: SignedInCtx,
  slug: string,
  searchParams: Readonly<Record<string, unknown>>,
): Promise<ManagersPageData> {
  const project = await findProject(ctx, slug);
  const { environment: wanted } = pageQuery.parse(searchParams);
  const { environments } = project;
  const environment = wanted ? environments.find((one) => one.slug === wanted) : environments[0];
  if (!environment) throw new AppError("notFound", "There is no such project or environment.");
  const scope = { project: slug, environment: environment.slug };
  const mayConfigure = mayEver(ctx, "manager.configure");
  const [managers, choices] = await Promise.all([
    listManagers(ctx, scope),
    mayConfigure ? secretChoices(ctx, scope) : null,
  ]);
  return { project, scope, environment, managers, choices, mayConfigure };
}
