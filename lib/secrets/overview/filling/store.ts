import type { Pool } from "@/lib/db/client";
import { type Sql, sqlOn } from "@/lib/db/sql";

/** A secret of which it is not known yet what its value equals in other environments. */
export interface UnknownGroup {
  readonly id: string;
  readonly project: string;
  readonly environment: string;
}

/** Some of them, by an index that holds no others. */
export function findUnknown(pool: Pool, limit: number): Promise<UnknownGroup[]> {
  return sqlOn(pool)<UnknownGroup>`
    SELECT s.id, p.slug AS project, e.slug AS environment
    FROM (SELECT id, environment_id FROM secrets WHERE value_group IS NULL ORDER BY id LIMIT ${limit}::int) s
      JOIN environments e ON e.id = s.environment_id JOIN projects p ON p.id = e.project_id`;
}

export interface FilledGroup {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly valueGroup: string;
}

/** Fills the groups of secrets that still have the name and version which they are of. */
export async function fillGroups(sql: Sql, filled: readonly FilledGroup[]): Promise<void> {
  const column = <T>(of: (row: FilledGroup) => T) => filled.map(of);
  await sql`
    UPDATE secrets SET value_group = f.value_group
    FROM unnest(${column(({ id }) => id)}::uuid[], ${column(({ name }) => name)}::text[],
      ${column(({ version }) => version)}::int[], ${column(({ valueGroup }) => valueGroup)}::text[])
      AS f (id, name, version, value_group)
    WHERE secrets.id = f.id AND secrets.name = f.name AND secrets.current_version = f.version
      AND secrets.value_group IS NULL`;
}

/** Gives up on secrets that are not as the program wrote them: they are compared with none. */
export async function giveUp(pool: Pool, ids: readonly string[]): Promise<void> {
  await sqlOn(pool)`
    UPDATE secrets SET value_group = '' WHERE id = ANY(${ids}::uuid[]) AND value_group IS NULL`;
}
