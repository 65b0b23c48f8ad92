import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import type { EnvironmentRow, EnvironmentTarget, ProjectRow, SecretRow, SecretTarget } from "./grant";

/** The project of that short name, or null. */
export async function findProject(pool: Pool, slug: string): Promise<ProjectRow | null> {
  const [row] = await sqlOn(pool)<ProjectRow>`SELECT id, slug, name FROM projects WHERE slug = ${slug}`;
  return row ?? null;
}

/** The environment of that name in that project, or null. */
export async function findEnvironment(pool: Pool, target: EnvironmentTarget): Promise<EnvironmentRow | null> {
  const [row] = await sqlOn(pool)<EnvironmentRow>`
    SELECT e.id, e.slug, e.name, p.id AS "projectId", p.slug AS "projectSlug", p.name AS "projectName"
    FROM environments e JOIN projects p ON p.id = e.project_id
    WHERE p.slug = ${target.project} AND e.slug = ${target.environment}`;
  return row ?? null;
}

/** The secret of that id or name, only if it lives in that environment. */
export async function findSecret(
  pool: Pool,
  environmentId: string,
  secret: SecretTarget["secret"],
): Promise<SecretRow | null> {
  const sql = sqlOn(pool);
  const [row] =
    "id" in secret
      ? await sql<SecretRow>`
          SELECT id, name, description, category, audience, current_version AS "currentVersion", revision
          FROM secrets WHERE id = ${secret.id} AND environment_id = ${environmentId}`
      : await sql<SecretRow>`
          SELECT id, name, description, category, audience, current_version AS "currentVersion", revision
          FROM secrets WHERE environment_id = ${environmentId} AND name_folded = ${secret.name.toLowerCase()}`;
  return row ?? null;
}
