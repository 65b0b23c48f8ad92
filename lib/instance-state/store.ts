import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import type { DatabaseState, TableSize } from "./model";

export async function databaseState(pool: Pool): Promise<DatabaseState> {
  const [row] = await sqlOn(pool)<DatabaseState>`
    SELECT split_part(current_setting('server_version'), ' ', 1) AS version,
      pg_database_size(current_database())::float8 AS bytes,
      (SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database()) AS connections,
      current_setting('max_connections')::int AS "connectionsMax"`;
  if (!row) throw new Error("a query without FROM gives one row");
  return row;
}

/** Sizes are asked of the file system and rows of the statistics: nothing is counted. */
export function largestTables(pool: Pool, limit: number): Promise<TableSize[]> {
  return sqlOn(pool)<TableSize>`
    SELECT relname AS name, pg_total_relation_size(relid)::float8 AS bytes, n_live_tup::float8 AS rows,
      coalesce(n_dead_tup::float8 / nullif(n_live_tup + n_dead_tup, 0), 0) AS "deadShare"
    FROM pg_stat_user_tables WHERE schemaname = 'public' ORDER BY bytes DESC, name LIMIT ${limit}::int`;
}
