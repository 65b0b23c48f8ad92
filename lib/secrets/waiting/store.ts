import type { Sql } from "@/lib/db/sql";
import { foldName, variableOf } from "@/lib/names/model";

/** A value under the name of a project. */
export interface GroupedValue {
  readonly projectId: string;
  readonly environmentId: string;
  readonly name: string;
  readonly valueGroup: string;
}

/** In which other environments of its project a name has a value, by names of environments. */
export async function listSameIn(
  sql: Sql,
  values: readonly GroupedValue[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (values.length === 0) return new Map();
  const rows = await sql<{ valueGroup: string; names: string[] }>`
    SELECT g.value_group AS "valueGroup", array_agg(e.name ORDER BY e.position) AS names
    FROM unnest(${values.map(({ projectId }) => projectId)}::uuid[], ${values.map(({ environmentId }) => environmentId)}::uuid[],
      ${values.map(({ name }) => variableOf(name))}::text[], ${values.map(({ valueGroup }) => valueGroup)}::text[])
      AS g (project_id, environment_id, variable, value_group)
    JOIN environments e ON e.project_id = g.project_id AND e.id <> g.environment_id
    JOIN secrets s ON s.environment_id = e.id AND s.variable = g.variable AND s.value_group = g.value_group
    GROUP BY 1`;
  return new Map(rows.map(({ valueGroup, names }) => [valueGroup, names]));
}

/** Secrets that are to be changed or deleted, as they are now. */
export async function listCurrent(
  sql: Sql,
  ids: readonly string[],
): Promise<
  ReadonlyMap<
    string,
    { readonly name: string; readonly revision: number; readonly version: number; readonly updatedBy: string }
  >
> {
  const rows = await sql<{ id: string; name: string; revision: number; version: number; updatedBy: string }>`
    SELECT id, name, revision, current_version AS version, updated_by AS "updatedBy" FROM secrets
    WHERE id = ANY(${ids}::uuid[])`;
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}

/** The first name of these that is taken in its environment, or null. */
export async function findTaken(
  sql: Sql,
  names: readonly { readonly project: string; readonly environment: string; readonly name: string }[],
): Promise<string | null> {
  if (names.length === 0) return null;
  const [row] = await sql<{ name: string }>`
    SELECT n.name FROM unnest(${names.map(({ project }) => project)}::text[],
      ${names.map(({ environment }) => environment)}::text[], ${names.map(({ name }) => name)}::text[],
      ${names.map(({ name }) => foldName(name))}::text[]) AS n (project, environment, name, folded)
    JOIN projects p ON p.slug = n.project JOIN environments e ON e.project_id = p.id AND e.slug = n.environment
    JOIN secrets s ON s.environment_id = e.id AND s.name_folded = n.folded
    LIMIT 1`;
  return row?.name ?? null;
}
