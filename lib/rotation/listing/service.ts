import { authorize } from "@/lib/authorization/authorize";
import { reachesEnvironment, visibilityOf } from "@/lib/authorization/key-policy";
import type { Ctx } from "@/lib/context";
import { AppError } from "@/lib/platform/app-error";
import { environmentsOf } from "@/lib/projects/service";
import type { RotationMeta, RotationState } from "../model";
import { shownRotation } from "../running/shown";
import { listOfEnvironments } from "../running/store";
import type { RotatorKind } from "../schema";
import * as store from "./store";

/** Which rotations of a project: of one environment, or of all that the actor reaches. */
export interface RotationScope {
  readonly project: string;
  readonly environment?: string | undefined;
}

export interface RotationPage<Item> {
  readonly items: readonly Item[];
  /** The position after the last item; null at the end. */
  readonly next: string | null;
}

/** A secret that is due. */
export interface DueSecret {
  readonly project: string;
  readonly environment: string;
  readonly name: string;
  readonly rotator: RotatorKind;
  /** ISO 8601, UTC. */
  readonly nextAt: string;
  readonly isOverdue: boolean;
}

/** Rotations, the newest first. A page may hold fewer than `limit` and still have a next one. */
export async function listRotations(
  ctx: Ctx,
  scope: RotationScope,
  query: {
    readonly states: readonly RotationState[] | null;
    readonly after: string | null;
    readonly limit: number;
  },
): Promise<RotationPage<RotationMeta>> {
  const environments = await environmentIds(ctx, scope);
  const [startedAt = "", id = ""] = query.after?.split(" ") ?? [];
  const before = query.after === null ? null : { startedAt, id };
  const visibility = visibilityOf(ctx.actor);
  const rows = await listOfEnvironments(
    ...([ctx.pool, environments, query.states, before, query.limit + 1] as const),
  );
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const next = rows.length > query.limit && last ? `${last.startedAt.toISOString()} ${last.id}` : null;
  const seen = page.filter(
    ({ audience, secretId }) =>
      (visibility.audiences === null || visibility.audiences.includes(audience)) &&
      (visibility.secretIds === null || visibility.secretIds.includes(secretId)),
  );
  return { items: seen.map(shownRotation), next };
}

/** Secrets that are due before `until`, those first that are due first. */
export async function listDueSecrets(
  ctx: Ctx,
  scope: RotationScope,
  query: { readonly until: Date; readonly after: string | null; readonly limit: number },
): Promise<RotationPage<DueSecret>> {
  const environments = await environmentIds(ctx, scope);
  const [nextAt = "", id = ""] = query.after?.split(" ") ?? [];
  const after = query.after === null ? null : { nextAt, id };
  const visibility = visibilityOf(ctx.actor);
  const rows = await store.listDue(
    ...([ctx.pool, environments, visibility, query.until, after, query.limit + 1] as const),
  );
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const next = rows.length > query.limit && last ? `${last.nextAt.toISOString()} ${last.secretId}` : null;
  const now = ctx.now();
  const items = page.map(({ secretId: _, nextAt: at, ...row }) => ({
    ...row,
    nextAt: at.toISOString(),
    isOverdue: at <= now,
  }));
  return { items, next };
}

async function environmentIds(ctx: Ctx, { project, environment }: RotationScope): Promise<string[]> {
  const grant = await authorize(ctx, "rotation.list", { project });
  const all = await environmentsOf(ctx, grant.project.slug);
  const wanted = all
    .filter(({ id }) => reachesEnvironment(ctx.actor, { id, projectId: grant.project.id }))
    .filter(({ slug }) => environment === undefined || slug === environment);
  if (environment !== undefined && wanted.length === 0)
    throw new AppError("notFound", "There is no such project or environment.");
  return wanted.map(({ id }) => id);
}
