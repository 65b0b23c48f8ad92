import type { Pool } from "@/lib/db/client";

/** What every request may touch: when someone was last here, refusals on record, tries, answers of passkeys that are spent. */
const PASSING_TABLES = [
  "audit_events",
  "audit_head",
  // What jobs make of the events.
  ...[
    "audit_index",
    "audit_blocks",
    "audit_names",
    "audit_tiles",
    "audit_checkpoints",
    "audit_activity",
    "audit_streams",
    "notice_deliveries",
    "backup_state",
  ],
  "throttles",
  "instances",
  "spent_challenges",
  "secret_reads",
  "personal_reads",
  "key_pool_counts",
  // A limit, which the job that groups values counts as well.
  "group_comparisons",
  // A job erases those that were replaced.
  "project_keys",
  "_prisma_migrations",
];
/** A seal follows from the other columns, also from the passing ones. */
const PASSING_COLUMNS = [
  ...["last_used_at", "last_used_ip", "last_sent_at", "last_seen_at", "last_environment_id"],
  ...["fired_at", "refused_at", "refused_count"],
  ...["counter", "last_step", "seal"],
  // A job fills it.
  "value_group",
];

/** The names of all tables. */
export async function tablesOf(pool: Pool): Promise<string[]> {
  return [...(await columnsByTable(pool)).keys()];
}

/**
 * A digest of all that is stored, by table: two are equal when nothing changed in between. One statement for all tables,
 * because the suites ask this thousands of times.
 */
export async function stateOf(pool: Pool): Promise<Record<string, string>> {
  const statement = statements.get(pool) ?? (await stateStatement(pool));
  statements.set(pool, statement);
  const { rows } = await pool.query<{ table: string; digest: string }>(statement);
  return Object.fromEntries(rows.map(({ table, digest }) => [table, digest]));
}

/** Of each database, so that its tables are looked up and the plan is made once. */
const statements = new WeakMap<Pool, { readonly name: string; readonly text: string }>();

async function stateStatement(pool: Pool): Promise<{ readonly name: string; readonly text: string }> {
  const tables = [...(await columnsByTable(pool))].filter(([table]) => !PASSING_TABLES.includes(table));
  const digests = tables.map(([table, columns]) => {
    const kept = columns.filter((column) => !PASSING_COLUMNS.includes(column)).map((column) => `"${column}"`);
    const digest = `count(*) || ' ' || coalesce(sum(hashtextextended(ROW(${kept})::text, 0)), 0)`;
    return `SELECT '${table}' AS table, ${digest} AS digest FROM "${table}"`;
  });
  return { name: "state", text: digests.join(" UNION ALL ") };
}

async function columnsByTable(pool: Pool): Promise<Map<string, string[]>> {
  const { rows } = await pool.query<{ table: string; columns: string[] }>(
    `SELECT c.relname AS table, array_agg(a.attname::text ORDER BY a.attnum) AS columns
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') GROUP BY 1 ORDER BY 1`,
  );
  return new Map(rows.map(({ table, columns }) => [table, columns]));
}

/** How many events of a kind are on record. */
export async function eventsOf(pool: Pool, action: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM audit_events WHERE action = $1",
    [action],
  );
  return rows[0]?.count ?? 0;
}
