import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";

/** Those of these secrets whose values live in external managers. */
export async function findExternal(pool: Pool, ids: readonly string[]): Promise<string[]> {
  const rows = await sqlOn(pool)<{ id: string }>`
    SELECT s.id FROM secrets s JOIN secret_versions v ON v.secret_id = s.id AND v.number = s.current_version
    WHERE s.id = ANY(${ids}::uuid[]) AND v.origin = 'external'`;
  return rows.map(({ id }) => id);
}
