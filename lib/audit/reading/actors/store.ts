import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";

/** Addresses of people and names of API keys, in order. */
export async function actorNames(pool: Pool, limit: number): Promise<string[]> {
  const rows = await sqlOn(pool)<{ name: string }>`
    SELECT email AS name FROM users UNION SELECT name FROM api_keys ORDER BY name LIMIT ${limit}`;
  return rows.map(({ name }) => name);
}

/** What the person or API key of an id is called now, or null. */
export async function actorName(pool: Pool, id: string): Promise<string | null> {
  const [actor] = await sqlOn(pool)<{ name: string }>`
    SELECT email AS name FROM users WHERE id = ${id}::uuid UNION ALL SELECT name FROM api_keys WHERE id = ${id}::uuid`;
  return actor?.name ?? null;
}
