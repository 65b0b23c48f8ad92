import type { UserActor } from "@/lib/authorization/actor";
import { authorize } from "@/lib/authorization/authorize";
import { isMember, reachesEnvironment } from "@/lib/authorization/visibility";
import type { Ctx } from "@/lib/context";
import type { Tx } from "@/lib/db/client";
import { databaseFailure } from "@/lib/db/errors";
import { inTransaction } from "@/lib/db/transaction";
import { AppError, fieldError } from "@/lib/platform/app-error";
import { decodeCursor, encodeCursor } from "@/lib/platform/cursor";
import { newId } from "@/lib/platform/ids";
import {
  BUILT_IN_PROJECTS,
  ENVIRONMENTS_MAX,
  type EnvironmentMeta,
  type EnvironmentOfProject,
  type ProjectMeta,
  type ProjectPage,
} from "./model";
import type { NewProject } from "./schema";
import * as store from "./store";

/** Makes a project with its first environments and its own key. Throws a field error when the slug is taken. */
export async function createProject(ctx: Ctx, input: NewProject): Promise<{ readonly slug: string }> {
  await authorize(ctx, "project.create", null);
  await inTransaction(ctx, async (tx) => {
    await insert(ctx, tx, { slug: input.slug, name: input.name || input.slug, isBuiltIn: false });
  }).catch((error: unknown) => {
    if (databaseFailure(error).kind !== "unique") throw error;
    throw fieldError("slug", `There is already a project “${input.slug}”.`);
  });
  return { slug: input.slug };
}

/**
 * One page of the projects that the actor may see, with their environments: an API key that is bound sees where it is bound
 * to, a Member where something was granted to them. `after` is the `next` of the page before. Throws `validation` for one that this list did not give.
 */
export async function listProjects(
  ctx: Ctx,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<ProjectPage> {
  const bound = ctx.actor.kind === "apiKey" ? ctx.actor.boundScope : null;
  if (bound) return { items: [await findProject(ctx, bound.project.slug)], next: null };
  await authorize(ctx, "project.list", null);
  const position = after === undefined ? null : positionOf(after);
  const ids = isMember(ctx.actor) ? ctx.actor.grants.map(({ projectId }) => projectId) : null;
  const rows = await store.listProjects(ctx.db, position, limit + 1, ids && [...new Set(ids)]);
  const shown = rows.slice(0, limit);
  const last = rows.length > shown.length ? shown.at(-1) : undefined;
  return {
    items: shown.map(({ id: projectId, slug, name, environments }) => ({
      ...{ slug, name },
      environments: environments
        .filter(({ id }) => reachesEnvironment(ctx.actor, { id, projectId }))
        .map((one) => ({ slug: one.slug, name: one.name })),
    })),
    next: last ? encodeCursor({ sort: "slug", key: last.slug, id: last.id }) : null,
  };
}

function positionOf(after: string) {
  const { key: slug } = decodeCursor(after, "slug");
  return { slug, isBuiltIn: BUILT_IN_PROJECTS.some((project) => project.slug === slug) };
}

/** One project with the environments that the actor may see. */
export async function findProject(ctx: Ctx, slug: string): Promise<ProjectMeta> {
  const { project } = await authorize(ctx, "project.read", { project: slug });
  const environments = await environmentsOf(ctx, project.slug);
  const seen = environments.filter(({ id }) => reachesEnvironment(ctx.actor, { id, projectId: project.id }));
  return {
    slug: project.slug,
    name: project.name,
    environments: seen.map(({ slug: short, name }) => ({ slug: short, name })),
  };
}

/** All environments of a project, in the order shown, for a use case that has authorised its actor. */
export function environmentsOf(
  { pool }: Pick<Ctx, "pool">,
  project: string,
): Promise<EnvironmentOfProject[]> {
  return store.listEnvironments(pool, project);
}

/** Makes an environment at the end of a project's. Throws a field error when the slug is taken. */
export async function createEnvironment(
  ctx: Ctx,
  project: string,
  input: NewProject,
): Promise<EnvironmentMeta> {
  const permit = await authorize(ctx, "environment.create", { project });
  if (ctx.actor.kind === "apiKey" && ctx.actor.environmentId !== null) {
    throw new AppError("forbidden", "This API key is for one environment, and makes no other.");
  }
  const environment = { slug: input.slug, name: input.name || input.slug };
  await inTransaction(ctx, async (tx) => {
    const now = ctx.now();
    const id = newId(now);
    const isRoom = await store.insertEnvironment(
      tx,
      ctx.seals,
      permit.project.id,
      { id, ...environment },
      now,
    );
    if (!isRoom) throw fieldError("slug", `A project has at most ${ENVIRONMENTS_MAX} environments.`);
    await ctx.audit.append(tx, ctx, [
      {
        action: "environment.created",
        target: { projectId: permit.project.id, environmentId: id, name: environment.slug },
        detail: { project: permit.project.slug, name: environment.name },
      },
    ]);
  }).catch((error: unknown) => {
    if (databaseFailure(error).kind !== "unique") throw error;
    throw fieldError("slug", `There is already an environment “${input.slug}” in ${permit.project.name}.`);
  });
  return environment;
}

/** Makes what every instance has: the projects `default` and `platform`. Does nothing when they are there. */
export async function ensureBuiltIns(ctx: Ctx): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const there = await store.lockAndFindSlugs(
      tx,
      BUILT_IN_PROJECTS.map((project) => project.slug),
    );
    for (const project of BUILT_IN_PROJECTS) {
      if (!there.has(project.slug)) await insert(ctx, tx, { ...project, isBuiltIn: true });
    }
  });
}

interface Scope {
  readonly project: string;
  readonly environment: string;
}

/** The person who acts: everybody may know and change where they themselves were last. */
type OwnCtx = Pick<Ctx, "pool"> & { readonly actor: UserActor };

/** The Secrets page that the person saw last, as long as they may see it; else null. */
export async function findLastScope(ctx: OwnCtx): Promise<Scope | null> {
  const last = await store.findLastScope(ctx.pool, ctx.actor.id);
  if (!last || !reachesEnvironment(ctx.actor, { id: last.environmentId, projectId: last.projectId }))
    return null;
  return { project: last.project, environment: last.environment };
}

/** Remembers the Secrets page that the person looks at. For `after()`: nobody waits for it. */
export async function rememberScope(ctx: OwnCtx, scope: Scope): Promise<void> {
  await store.rememberScope(ctx.pool, ctx.actor.id, scope);
}

async function insert(
  ctx: Ctx,
  tx: Tx,
  project: { readonly slug: string; readonly name: string; readonly isBuiltIn: boolean },
): Promise<void> {
  const now = ctx.now();
  const id = newId(now);
  await store.insertProject(tx, ctx.seals, { id, ...project }, now);
  await ctx.keys.createProjectKey(tx, id, now);
  await ctx.audit.append(tx, ctx, [
    {
      action: "project.created",
      target: { projectId: id, name: project.slug },
      detail: { name: project.name },
    },
  ]);
}
