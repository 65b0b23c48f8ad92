import type { Permit } from "@/lib/authorization/permit";
import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import { searchPatterns } from "../search-text";

interface Walk {
  readonly environmentIds: readonly string[];
  readonly search: string;
  /** Names that are declared, as their variables. */
  readonly declared: readonly string[];
  readonly after: string;
  /** How many names of each environment are walked along. */
  readonly limit: number;
}

export interface Walked {
  readonly variables: readonly string[];
  /** Up to which name these are all; null: to the end. */
  readonly until: string | null;
}

/**
 * The names of a project from one on, in order: a short walk along an index of each environment, whatever the size of the
 * table. A search is matched with names and descriptions.
 */
export async function walkNames(
  pool: Pool,
  _permit: Permit<"overview.read">,
  { environmentIds, search, declared, after, limit }: Walk,
): Promise<Walked> {
  const patterns = searchPatterns(search);
  const matching = (text: string) =>
    patterns.map((_, i) => `AND ${text} LIKE ($5::text[])[${i + 1}]`).join(" ");
  const text = `
    WITH walked AS (
      SELECT e.id, w.variable FROM unnest($1::uuid[]) AS e (id) CROSS JOIN LATERAL (
        SELECT s.variable FROM secrets s
        WHERE s.environment_id = e.id AND s.variable > $2 AND $5::text[] IS NOT NULL ${matching("s.search_text")}
        ORDER BY s.variable LIMIT $3::int) w
      UNION ALL
      SELECT e.id, w.variable FROM unnest($1::uuid[]) AS e (id) CROSS JOIN LATERAL (
        SELECT m.variable COLLATE "C" AS variable FROM shared_mappings m
        WHERE m.environment_id = e.id AND m.variable COLLATE "C" > $2
          ${matching("lower(translate(m.name, '_.-', '   '))")}
        ORDER BY m.variable COLLATE "C" LIMIT $3::int) w
    ), ends AS (
      SELECT min(last) AS until FROM (
        SELECT max(variable) AS last FROM walked GROUP BY id HAVING count(*) >= $3::int) full_walks
    )
    SELECT n.variable, ends.until FROM ends, (
      SELECT variable FROM walked UNION SELECT d.variable FROM unnest($4::text[]) AS d (variable)
      WHERE d.variable COLLATE "C" > $2) n
    WHERE ends.until IS NULL OR n.variable COLLATE "C" <= ends.until ORDER BY n.variable COLLATE "C"`;
  const { rows } = await pool.query<{ variable: string; until: string | null }>(text, [
    environmentIds,
    after,
    limit,
    declared,
    patterns,
  ]);
  return { variables: rows.map(({ variable }) => variable), until: rows[0]?.until ?? null };
}

export interface CellRow {
  readonly environmentId: string;
  readonly variable: string;
  readonly id: string;
  readonly name: string;
  readonly isShared: boolean;
  readonly valueSince: Date;
  readonly valueGroup: string | null;
}

/** What environments have of these names: one read of an index for each. */
export function findCells(
  pool: Pool,
  _permit: Permit<"overview.read">,
  environmentIds: readonly string[],
  variables: readonly string[],
): Promise<CellRow[]> {
  return sqlOn(pool)<CellRow>`
    SELECT s.environment_id AS "environmentId", s.variable, s.id, s.name, false AS "isShared",
      v.created_at AS "valueSince", s.value_group AS "valueGroup"
    FROM secrets s JOIN secret_versions v ON v.secret_id = s.id AND v.number = s.current_version
    WHERE s.environment_id = ANY(${environmentIds}::uuid[]) AND s.variable = ANY(${variables}::text[])
    UNION ALL
    SELECT m.environment_id, m.variable, s.id, m.name, true, v.created_at, NULL
    FROM shared_mappings m JOIN secrets s ON s.id = m.secret_id
      JOIN secret_versions v ON v.secret_id = s.id AND v.number = s.current_version
    WHERE m.environment_id = ANY(${environmentIds}::uuid[]) AND m.variable = ANY(${variables}::text[])`;
}
