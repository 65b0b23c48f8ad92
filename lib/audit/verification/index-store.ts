import type { Sql } from "@/lib/db/sql";
import { PRUNABLE_KINDS } from "@/lib/platform/retention";
import { AUDIT_KINDS } from "../model";
import type { Found } from "./model";

/** Those of the names that the list of names does not have. */
export async function missingNames(sql: Sql, names: readonly string[]): Promise<string[]> {
  const rows = await sql<{ name: string }>`
    SELECT n.name FROM unnest(${names}::text[]) AS n (name)
    WHERE NOT EXISTS (SELECT FROM audit_names a WHERE a.name = n.name)`;
  return rows.map(({ name }) => name);
}

/** Where the index says that it goes beyond the log, or has blocks beyond its own end. */
export async function findStray(sql: Sql): Promise<Found | null> {
  const [row] = await sql<{ seq: string }>`
    SELECT seq FROM audit_index WHERE seq > coalesce((SELECT seq FROM audit_head), 0)
    UNION ALL
    SELECT number * 256::bigint + 1 FROM audit_blocks
    WHERE number * 256::bigint >= coalesce((SELECT seq FROM audit_index), 0)
    ORDER BY seq LIMIT 1`;
  return row ? { seq: Number(row.seq), breach: "blockAltered" } : null;
}

const PRUNABLE = PRUNABLE_KINDS.flatMap((kind) =>
  AUDIT_KINDS[kind].actions.map((action) => ({ kind, action })),
);

/**
 * An event of those that are not counted by the hour as they are. Of kinds that retention removes there may be as many more
 * in all as left the log.
 */
export async function findMiscount(sql: Sql): Promise<Found | null> {
  const [row] = await sql<{ seq: string }>`
    WITH prunable AS (
      SELECT * FROM unnest(${PRUNABLE.map(({ kind }) => kind)}::text[], ${PRUNABLE.map(({ action }) => action)}::text[])
        AS p (kind, action)
    ), pruned AS (
      SELECT substring(detail FROM '"kind":"(\\w+)"') AS kind,
        sum(substring(detail FROM '"events":(\\d{1,15})')::bigint) AS events
      FROM audit_events WHERE action = 'audit.pruned' GROUP BY 1
    ), counted AS (
      SELECT date_trunc('hour', at, 'UTC') AS hour, action,
        coalesce(environment_id, project_id, '00000000-0000-0000-0000-000000000000') AS place,
        project_id, environment_id, count(*) AS events, min(seq) AS first
      FROM audit_events WHERE seq <= (SELECT seq FROM audit_index) GROUP BY 1, 2, 3, 4, 5
    ), compared AS (
      SELECT action, coalesce(max(a.events), 0) - coalesce(sum(c.events), 0) AS more, min(c.first) AS first,
        count(c.events) = 0 OR bool_or(c.project_id IS NOT DISTINCT FROM a.project_id
          AND c.environment_id IS NOT DISTINCT FROM a.environment_id) AS is_there
      FROM counted c FULL JOIN audit_activity a USING (hour, action, place) GROUP BY hour, action, place
    ), wrong AS (
      SELECT first FROM compared
      WHERE more < 0 OR NOT is_there OR (more > 0 AND action NOT IN (SELECT action FROM prunable))
      UNION ALL
      SELECT min(first) FILTER (WHERE more > 0)
      FROM prunable LEFT JOIN compared USING (action) LEFT JOIN pruned USING (kind)
      GROUP BY kind, pruned.events HAVING coalesce(sum(more), 0) <> coalesce(pruned.events, 0)
    )
    SELECT coalesce(first, (SELECT seq FROM audit_index)) AS seq FROM wrong ORDER BY 1 LIMIT 1`;
  return row ? { seq: Number(row.seq), breach: "countsDiffer" } : null;
}
