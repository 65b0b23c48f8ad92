import type { Pool } from "@/lib/db/client";

/** What every request may touch: when someone was last here, refusals on record, tries, answers of passkeys that are spent. */
const PASSING_TABLES = [
  "audit_events",
  "audit_head",
  "throttles",
  "spent_challenges",
  "secret_reads",
  "_prisma_migrations",
];
const PASSING_COLUMNS = [
  "last_used_at",
  "last_used_ip",
  "last_refused_at",
  "last_seen_at",
  "last_environment_id",
  "counter",
];

/** The names of all tables. */
export async function tablesOf(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1",
  );
  return rows.map((row) => row.name);
}

/** All that is stored, as one text per table: two are equal when nothing changed in between. */
export async function stateOf(pool: Pool): Promise<Record<string, string>> {
  const state: Record<string, string> = {};
  for (const table of await tablesOf(pool)) {
    if (PASSING_TABLES.includes(table)) continue;
    const { rows } = await pool.query<{ digest: string | null }>(
      `SELECT md5(string_agg(row, E'\\n' ORDER BY row)) AS digest
       FROM (SELECT (to_jsonb(t) - $1::text[])::text AS row FROM "${table}" t) AS stored`,
      [PASSING_COLUMNS],
    );
    state[table] = rows[0]?.digest ?? "empty";
  }
  return state;
}

/** How many events of a kind are on record. */
export async function eventsOf(pool: Pool, action: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM audit_events WHERE action = $1",
    [action],
  );
  return rows[0]?.count ?? 0;
}
