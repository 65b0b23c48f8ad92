import type { Permit } from "@/lib/authorization/permit";
import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";

/** The names of an environment whose variables are none of these, in order, no more than `limit`. */
export async function namesBeside(
  pool: Pool,
  { environment }: Permit<"secret.create">,
  variables: readonly string[],
  limit: number,
): Promise<string[]> {
  const rows = await sqlOn(pool)<{ name: string }>`
    SELECT name, variable FROM (
      (SELECT name, variable FROM secrets
       WHERE environment_id = ${environment.id} AND variable <> ALL(${variables}::text[])
       ORDER BY variable LIMIT ${limit}::int)
      UNION ALL
      (SELECT name, variable FROM shared_mappings
       WHERE environment_id = ${environment.id} AND variable <> ALL(${variables}::text[])
       ORDER BY variable COLLATE "C" LIMIT ${limit}::int)) n
    ORDER BY variable COLLATE "C" LIMIT ${limit}::int`;
  return rows.map(({ name }) => name);
}
