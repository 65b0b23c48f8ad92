import type { SecretChoices } from "@/lib/allowlist/references/model";
import { secretChoices } from "@/lib/allowlist/references/service";
import { mayEver } from "@/lib/authorization/authorize";
import { AppError } from "@/lib/platform/app-error";
import type { EnvironmentMeta, ProjectMeta } from "@/lib/projects/model";
import { findProject } from "@/lib/projects/service";
import type { SignedInCtx } from "@/lib/web/context";
import type { PoolWithUse } from "./model";
import { listPoolsWithUse } from "./service";

export interface EnvironmentPools {
  readonly environment: EnvironmentMeta;
  readonly pools: readonly PoolWithUse[];
  /** Secrets that can be members; null for whoever may not change pools. */
  readonly choices: SecretChoices | null;
}

export interface PoolPageData {
  readonly project: ProjectMeta;
  /** The only environment that is shown; null for all of them. */
  readonly environment: string | null;
  readonly shown: readonly EnvironmentPools[];
  readonly may: { readonly write: boolean };
}

/** The pools of a project by environment, or of the one that the address names. Throws `notFound`. */
export async function loadPoolPage(
  ctx: SignedInCtx,
  slug: string,
  { environment: asked }: Readonly<Record<string, unknown>>,
): Promise<PoolPageData> {
  const project = await findProject(ctx, slug);
  const environment = typeof asked === "string" ? asked : null;
  const environments = project.environments.filter((one) => environment === null || one.slug === environment);
  if (environments.length === 0) throw new AppError("notFound", "There is no such environment.");
  const write = mayEver(ctx, "pool.write");
  const shown = await Promise.all(
    environments.map(async (one) => {
      const scope = { project: slug, environment: one.slug };
      const [pools, choices] = await Promise.all([
        listPoolsWithUse(ctx, scope),
        write ? secretChoices(ctx, scope) : null,
      ]);
      return { environment: one, pools, choices };
    }),
  );
  return { project, environment, shown, may: { write } };
}
