import { ADVISORY_LOCKS } from "@/lib/db/advisory-locks";
import type { Db, Pool, Tx } from "@/lib/db/client";
import { sqlIn, sqlOn } from "@/lib/db/sql";
import { newId } from "@/lib/platform/ids";
import type { RowSeals } from "@/lib/seals/seals";
import { ENVIRONMENTS_MAX, type EnvironmentOfProject, FIRST_ENVIRONMENTS, type ProjectMeta } from "./model";

export async function insertProject(
  tx: Tx,
  seals: RowSeals,
  project: { readonly id: string; readonly slug: string; readonly name: string; readonly isBuiltIn: boolean },
  now: Date,
): Promise<void> {
  await tx.project.create({ data: { ...project, createdAt: now, seal: seals.of("projects", project) } });
  await tx.environment.createMany({
    data: FIRST_ENVIRONMENTS.map((first, position) => {
      const environment = { ...first, id: newId(now), projectId: project.id };
      const seal = seals.of("environments", { ...environment, changePolicy: null });
      return { ...environment, position, createdAt: now, seal };
    }),
  });
}

/** The environments of a project, in the order shown. */
export async function listEnvironments(pool: Pool, project: string): Promise<EnvironmentOfProject[]> {
  return sqlOn(pool)<EnvironmentOfProject>`
    SELECT e.id, e.slug, e.name FROM environments e JOIN projects p ON p.id = e.project_id
    WHERE p.slug = ${project} ORDER BY e.position, e.slug`;
}

/** Adds an environment after the others. False, with nothing done, when the project has as many as it may. */
export async function insertEnvironment(
  tx: Tx,
  seals: RowSeals,
  projectId: string,
  environment: { readonly id: string; readonly slug: string; readonly name: string },
  now: Date,
): Promise<boolean> {
  await sqlIn(tx)`SELECT id FROM projects WHERE id = ${projectId}::uuid FOR NO KEY UPDATE`;
  const count = await tx.environment.count({ where: { projectId } });
  if (count >= ENVIRONMENTS_MAX) return false;
  const seal = seals.of("environments", { ...environment, projectId, changePolicy: null });
  await tx.environment.create({ data: { ...environment, projectId, position: count, createdAt: now, seal } });
  return true;
}

export interface ListedProject extends Omit<ProjectMeta, "environments"> {
  readonly id: string;
  readonly isBuiltIn: boolean;
  readonly environments: readonly EnvironmentOfProject[];
}

/** A page of the projects with their environments, the built-in ones first, beginning after one of them; only those of `ids`. */
export async function listProjects(
  db: Db,
  after: Pick<ListedProject, "slug" | "isBuiltIn"> | null,
  limit: number,
  ids: readonly string[] | null,
): Promise<ListedProject[]> {
  const later = after && { isBuiltIn: after.isBuiltIn, slug: { gt: after.slug } };
  return db.project.findMany({
    where: {
      ...(later && { OR: after.isBuiltIn ? [later, { isBuiltIn: false }] : [later] }),
      ...(ids && { id: { in: [...ids] } }),
    },
    select: {
      ...{ id: true, slug: true, name: true, isBuiltIn: true },
      environments: { select: { id: true, slug: true, name: true }, orderBy: { position: "asc" } },
    },
    orderBy: [{ isBuiltIn: "desc" }, { slug: "asc" }],
    take: limit,
  });
}

interface LastScope {
  readonly project: string;
  readonly environment: string;
  readonly projectId: string;
  readonly environmentId: string;
}

/** The place that a person saw last, or null. */
export async function findLastScope(pool: Pool, userId: string): Promise<LastScope | null> {
  const [scope] = await sqlOn(pool)<LastScope>`
    SELECT p.slug AS project, e.slug AS environment, p.id AS "projectId", e.id AS "environmentId"
    FROM users u JOIN environments e ON e.id = u.last_environment_id JOIN projects p ON p.id = e.project_id
    WHERE u.id = ${userId}`;
  return scope ?? null;
}

/** Remembers the place; writes nothing when it is the one already remembered. */
export async function rememberScope(
  pool: Pool,
  userId: string,
  scope: { readonly project: string; readonly environment: string },
): Promise<void> {
  await sqlOn(pool)`
    UPDATE users SET last_environment_id = e.id
    FROM environments e JOIN projects p ON p.id = e.project_id
    WHERE users.id = ${userId} AND p.slug = ${scope.project} AND e.slug = ${scope.environment}
      AND users.last_environment_id IS DISTINCT FROM e.id`;
}

/** Which of the slugs exist. Takes a lock first, so that two instances starting together agree. */
export async function lockAndFindSlugs(tx: Tx, slugs: readonly string[]): Promise<Set<string>> {
  await sqlIn(tx)`SELECT 1 AS locked FROM (SELECT pg_advisory_xact_lock(${ADVISORY_LOCKS.builtIns})) AS lock`;
  const found = await tx.project.findMany({ where: { slug: { in: [...slugs] } }, select: { slug: true } });
  return new Set(found.map((project) => project.slug));
}
