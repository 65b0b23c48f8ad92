import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";

/** Makes the one row unless it is there. */
export async function insertOrganisation(pool: Pool, id: string, name: string, now: Date): Promise<void> {
  await sqlOn(pool)`
    INSERT INTO organisations (id, is_only, name, created_at) VALUES (${id}, true, ${name}, ${now})
    ON CONFLICT DO NOTHING`;
}
