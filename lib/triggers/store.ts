import type { Permit } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import type { Pool } from "@/lib/db/client";
import { type Sql, sqlOn } from "@/lib/db/sql";
import type { SealedFields, SealedRow } from "@/lib/seals/tables";
import type { TriggerConfiguration } from "./schema";

/** A trigger as it is stored, and where it is. */
export interface TriggerRow extends Omit<SealedRow<"triggers">, "configuration"> {
  readonly configuration: TriggerConfiguration;
  readonly project: string;
  readonly environment: string;
  readonly updatedAt: Date;
  readonly updatedBy: string;
  readonly firedAt: Date | null;
  readonly refusedAt: Date | null;
  readonly refusedCount: number;
  /** The names that its secrets have in its environment; null for one that is there no more. */
  readonly secret: string | null;
  readonly secretAudience: string;
  readonly rotated: string | null;
}

type Source = Pick<Ctx, "pool" | "seals">;

/** The triggers of environments, in order; of one name if it is given. */
export async function listTriggers(
  { pool, seals }: Source,
  where: { readonly environmentIds: readonly string[] } | { readonly project: string; readonly name: string },
): Promise<TriggerRow[]> {
  const ids = "environmentIds" in where ? where.environmentIds : null;
  const { project, name } = "name" in where ? where : { project: null, name: null };
  const rows = await sqlOn(pool)<TriggerRow>`
    SELECT t.id, t.project_id AS "projectId", t.environment_id AS "environmentId", t.name, t.configuration,
      t.secret_id AS "secretId", t.rotated_id AS "rotatedId", t.is_paused AS "isPaused", t.seal, p.slug AS project,
      e.slug AS environment, t.updated_at AS "updatedAt", t.updated_by AS "updatedBy", t.fired_at AS "firedAt",
      t.refused_at AS "refusedAt", t.refused_count::float8 AS "refusedCount", s.audience AS "secretAudience",
      CASE WHEN s.environment_id = t.environment_id THEN s.name ELSE
        (SELECT min(m.name) FROM shared_mappings m WHERE m.secret_id = s.id AND m.environment_id = t.environment_id)
      END AS secret, r.name AS rotated
    FROM triggers t JOIN environments e ON e.id = t.environment_id JOIN projects p ON p.id = t.project_id
      JOIN secrets s ON s.id = t.secret_id LEFT JOIN secrets r ON r.id = t.rotated_id
    WHERE (${ids}::uuid[] IS NULL OR t.environment_id = ANY(${ids}::uuid[]))
      AND (${project}::text IS NULL OR (p.slug = ${project} AND t.name = ${name}))
    ORDER BY e.position, t.name`;
  return rows.filter((row) => seals.isIntact("triggers", row));
}

/** Writes a trigger, in place of the one that had its id. Rejects with a violated unique index when the name is taken. */
export async function saveTrigger(
  sql: Sql,
  { seals }: Pick<Ctx, "seals">,
  _: Permit<"trigger.configure"> | Permit<"declaration.write">,
  row: SealedFields<"triggers">,
  stamp: { readonly updatedAt: Date; readonly updatedBy: string },
): Promise<void> {
  const { id, projectId, environmentId, name, configuration, secretId, rotatedId, isPaused } = row;
  const seal = seals.of("triggers", row);
  await sql`
    INSERT INTO triggers (id, project_id, environment_id, name, configuration, secret_id, rotated_id, is_paused, updated_at,
      updated_by, seal)
    VALUES (${id}::uuid, ${projectId}::uuid, ${environmentId}::uuid, ${name}, ${JSON.stringify(configuration)}::jsonb,
      ${secretId}::uuid, ${rotatedId}::uuid, ${isPaused}, ${stamp.updatedAt}::timestamptz, ${stamp.updatedBy},
      ${seal}::bytea)
    ON CONFLICT (id) DO UPDATE SET configuration = excluded.configuration, secret_id = excluded.secret_id,
      rotated_id = excluded.rotated_id, is_paused = excluded.is_paused, updated_at = excluded.updated_at,
      updated_by = excluded.updated_by, seal = excluded.seal`;
}

/** Deletes a trigger with its deliveries. False when it was gone. */
export async function deleteTrigger(sql: Sql, _: Permit<"trigger.configure">, id: string): Promise<boolean> {
  const rows = await sql`DELETE FROM triggers WHERE id = ${id}::uuid RETURNING true`;
  return rows.length > 0;
}

/** The triggers that a secret signs for or is rotated by, in order. */
export function listTriggersWith(
  pool: Pool,
  secretId: string,
  limit: number,
): Promise<{ readonly name: string; readonly environmentId: string; readonly projectId: string }[]> {
  return sqlOn(pool)`
    SELECT name, environment_id AS "environmentId", project_id AS "projectId" FROM triggers
    WHERE secret_id = ${secretId}::uuid OR rotated_id = ${secretId}::uuid ORDER BY name, id LIMIT ${limit}::int`;
}

export async function countOfProject(
  pool: Pool,
  projectId: string,
  limit: number,
): Promise<{ readonly count: number; readonly neverUsed: number }> {
  const [row] = await sqlOn(pool)<{ count: number; neverUsed: number }>`
    SELECT count(*)::int AS count, count(*) FILTER (WHERE fired_at IS NULL)::int AS "neverUsed"
    FROM (SELECT fired_at FROM triggers WHERE project_id = ${projectId}::uuid LIMIT ${limit}::int) t`;
  return row ?? { count: 0, neverUsed: 0 };
}
