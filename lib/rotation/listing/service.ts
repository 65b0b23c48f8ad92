import { authorize } from "@/lib/authorization/authorize";
import type { EnvironmentRef, SecretTarget } from "@/lib/authorization/permit";
import { canSee, reachesEnvironment, visibilityOf } from "@/lib/authorization/visibility";
import type { Ctx } from "@/lib/context";
import { AppError } from "@/lib/platform/app-error";
import { environmentsOf } from "@/lib/projects/service";
import type { RotationMark, RotationMeta, RotationState } from "../model";
import { shownRotation } from "../running/shown";
import { listOfEnvironments, listOfSecret } from "../running/store";
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
  const rows = await listOfEnvironments(
    ...([ctx.pool, environments, query.states, before, query.limit + 1] as const),
  );
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const next = rows.length > query.limit && last ? `${last.startedAt.toISOString()} ${last.id}` : null;
  const seen = page.filter(({ secretId: id, audience }) => canSee(ctx.actor, { id, audience }));
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

/** A secret that the program can rotate. */
export interface RotatedSecret {
  readonly id: string;
  readonly environment: string;
  readonly name: string;
  readonly rotator: RotatorKind;
  /** ISO 8601, UTC; null: it has no schedule, or is paused. */
  readonly nextAt: string | null;
  readonly isUnderWay: boolean;
}

/** Secrets that the program can rotate, by name. For people: they see all of them. */
export async function listRotatedSecrets(
  ctx: Ctx,
  scope: RotationScope,
  limit: number,
): Promise<RotatedSecret[]> {
  if (ctx.actor.kind === "apiKey") throw new AppError("forbidden", "No API key may do this.");
  const rows = await store.listRotated(ctx.pool, await environmentIds(ctx, scope), limit);
  return rows.map(({ secretId: id, project: _, nextAt, ...row }) => ({
    ...{ id, ...row },
    nextAt: nextAt?.toISOString() ?? null,
  }));
}

const EXPORT_PAGE_SIZE = 500;

/** All of them, newest first, read as they are taken. Authorised before it returns. */
export async function exportRotations(
  ctx: Ctx,
  scope: RotationScope,
  states: readonly RotationState[] | null,
): Promise<AsyncIterable<RotationMeta>> {
  const limit = EXPORT_PAGE_SIZE;
  const first = await listRotations(ctx, scope, { states, after: null, limit });
  return (async function* () {
    for (let page = first; ; ) {
      yield* page.items;
      if (page.next === null) return;
      page = await listRotations(ctx, scope, { states, after: page.next, limit });
    }
  })();
}

/** The last rotations of one secret, the newest first. */
export async function listSecretRotations(
  ctx: Ctx,
  target: SecretTarget,
  limit: number,
): Promise<RotationMeta[]> {
  const permit = await authorize(ctx, "rotation.read", target);
  return (await listOfSecret(ctx.pool, permit, limit)).map(shownRotation);
}

/** What is to be said of secrets of one environment, by their ids; nothing of those of which there is nothing to say. */
export async function rotationMarks(
  ctx: Ctx,
  scope: EnvironmentRef,
  ids: readonly string[],
): Promise<Readonly<Record<string, RotationMark>>> {
  const { environment } = await authorize(ctx, "secret.list", scope);
  if (ids.length === 0) return {};
  const rows = await store.listMarks(ctx.pool, environment.id, ids, ctx.now());
  return Object.fromEntries(rows.map(({ secretId, mark }) => [secretId, mark]));
}

async function environmentIds(ctx: Ctx, { project, environment }: RotationScope): Promise<string[]> {
  const permit = await authorize(ctx, "rotation.list", { project });
  const all = await environmentsOf(ctx, permit.project.slug);
  const wanted = all
    .filter(({ id }) => reachesEnvironment(ctx.actor, { id, projectId: permit.project.id }))
    .filter(({ slug }) => environment === undefined || slug === environment);
  if (environment !== undefined && wanted.length === 0)
    throw new AppError("notFound", "There is no such project or environment.");
  return wanted.map(({ id }) => id);
}
