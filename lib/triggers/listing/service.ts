import { authorize } from "@/lib/authorization/authorize";
import type { ProjectTarget } from "@/lib/authorization/permit";
import { reachesEnvironment, visibilityOf } from "@/lib/authorization/visibility";
import type { Ctx } from "@/lib/context";
import { AppError } from "@/lib/platform/app-error";
import { environmentsOf } from "@/lib/projects/service";
import { requireTrigger } from "../found";
import type { TriggerMeta } from "../model";
import { countOfProject, listTriggers as listRows, type TriggerRow } from "../store";

/** Which triggers of a project: of one environment, or of all that the actor reaches. */
export interface TriggerScope extends ProjectTarget {
  readonly environment?: string | undefined;
}

/** The triggers that the actor reaches, in order. */
export async function listTriggers(ctx: Ctx, { project, environment }: TriggerScope): Promise<TriggerMeta[]> {
  const permit = await authorize(ctx, "trigger.list", { project });
  const all = await environmentsOf(ctx, permit.project.slug);
  const wanted = all
    .filter(({ id }) => reachesEnvironment(ctx.actor, { id, projectId: permit.project.id }))
    .filter(({ slug }) => environment === undefined || slug === environment);
  if (environment !== undefined && wanted.length === 0)
    throw new AppError("notFound", "There is no such project or environment.");
  const rows = await listRows(ctx, { environmentIds: wanted.map(({ id }) => id) });
  return rows.map((row) => shownTrigger(ctx, row));
}

/** One trigger. Throws `notFound`. */
export async function findTrigger(ctx: Ctx, target: ProjectTarget, name: string): Promise<TriggerMeta> {
  return shownTrigger(ctx, (await requireTrigger(ctx, "trigger.read", target, name)).trigger);
}

/** How many triggers a project has, up to a limit, and how many of these took nothing yet. */
export async function countTriggers(ctx: Ctx, project: string, limit: number) {
  const permit = await authorize(ctx, "overview.read", { project });
  return { ...(await countOfProject(ctx.pool, permit.project.id, limit)), endsSoon: null };
}

function shownTrigger(ctx: Ctx, row: TriggerRow): TriggerMeta {
  const { project, environment, name, configuration, refusedCount, updatedBy } = row;
  const { scheme, hmac = null, action } = configuration;
  const { audiences, secretIds } = visibilityOf(ctx.actor);
  const isSeen = (id: string | null) => id !== null && (secretIds === null || secretIds.includes(id));
  const isFor = audiences === null || audiences.some((audience) => audience === row.secretAudience);
  return {
    ...{ project, environment, name, url: `${ctx.origin}/hooks/${project}/${name}`, scheme, hmac },
    secret: isSeen(row.secretId) && isFor ? row.secret : null,
    action:
      action.kind === "forward"
        ? action
        : action.kind === "rotate"
          ? { kind: action.kind, secret: (isSeen(row.rotatedId) && row.rotated) || "" }
          : { kind: "event" },
    paused: row.isPaused,
    firedAt: row.firedAt?.toISOString() ?? null,
    refusedCount,
    refusedAt: row.refusedAt?.toISOString() ?? null,
    updatedAt: row.updatedAt.toISOString(),
    updatedBy,
  };
}
