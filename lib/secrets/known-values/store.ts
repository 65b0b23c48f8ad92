import type { Sql } from "@/lib/db/sql";
import type { KnownValue } from "./model";

/** The addresses of people who are suspended, or were removed and have no account now; in order. */
export async function listLeavers(sql: Sql, limit: number): Promise<string[]> {
  const rows = await sql<{ email: string }>`
    SELECT email FROM users WHERE status = 'suspended'
    UNION
    SELECT e.target_name FROM audit_events e
    WHERE e.action = 'person.removed' AND NOT EXISTS (SELECT 1 FROM users u WHERE u.email = e.target_name)
    ORDER BY 1 LIMIT ${limit}::int`;
  return rows.map(({ email }) => email);
}

/** The last one of the page before. */
export interface After {
  readonly by: string;
  readonly id: string;
}

/**
 * Secrets whose current value one of these people set, or read through a personal key, by person and then by version: up to
 * `limit`.
 */
export function listKnown(
  sql: Sql,
  people: readonly string[],
  after: After | null,
  limit: number,
): Promise<KnownValue[]> {
  return sql<KnownValue>`
    WITH known AS MATERIALIZED (
      SELECT l.email, v.* FROM (
        SELECT email FROM unnest(${people}::text[]) AS l (email) WHERE email >= ${after?.by ?? ""} ORDER BY email
      ) l CROSS JOIN LATERAL (
        (SELECT v.id, v.created_at, s.name, s.environment_id
         FROM secret_versions v JOIN secrets s ON s.id = v.secret_id AND s.current_version = v.number
         WHERE v.created_by = l.email AND v.origin <> 'restored'
           AND (v.created_by, v.id) > (${after?.by ?? ""}, ${after?.id ?? null}::uuid)
         ORDER BY v.id LIMIT ${limit}::int)
        UNION ALL
        (SELECT v.id, r.last_at, s.name, s.environment_id
         FROM personal_reads r JOIN secrets s ON s.id = r.secret_id AND s.current_version = r.version
           JOIN secret_versions v ON v.secret_id = s.id AND v.number = s.current_version
         WHERE r.person = l.email AND (v.created_by <> l.email OR v.origin = 'restored')
           AND (r.person, v.id) > (${after?.by ?? ""}, ${after?.id ?? null}::uuid)
         ORDER BY v.id LIMIT ${limit}::int)
      ) v ORDER BY l.email, v.id LIMIT ${limit}::int)
    SELECT k.id, p.slug AS project, e.slug AS environment, k.name, k.email AS by, k.created_at AS since
    FROM known k JOIN environments e ON e.id = k.environment_id JOIN projects p ON p.id = e.project_id
    ORDER BY k.email, k.id`;
}

/** How many there are of each of these people, counted no further than `max`; those without any are left out. */
export function countKnownOf(
  sql: Sql,
  people: readonly string[],
  max: number,
): Promise<{ readonly by: string; readonly count: number }[]> {
  return sql`
    SELECT l.email AS by, count(*)::int AS count FROM unnest(${people}::text[]) AS l (email) CROSS JOIN LATERAL (
      SELECT 1 FROM (
        (SELECT 1 FROM secret_versions v JOIN secrets s ON s.id = v.secret_id AND s.current_version = v.number
         WHERE v.created_by = l.email AND v.origin <> 'restored' ORDER BY v.id DESC LIMIT ${max}::int)
        UNION ALL
        (SELECT 1 FROM personal_reads r JOIN secrets s ON s.id = r.secret_id AND s.current_version = r.version
           JOIN secret_versions v ON v.secret_id = s.id AND v.number = s.current_version
         WHERE r.person = l.email AND (v.created_by <> l.email OR v.origin = 'restored') LIMIT ${max}::int)
      ) both_ways LIMIT ${max}::int
    ) v GROUP BY l.email`;
}

/** How many there are of all of them together, counted no further than `max`, among `looked` values that they set and as many that they read, replaced ones too. */
export async function countKnown(
  sql: Sql,
  people: readonly string[],
  { max, looked }: { readonly max: number; readonly looked: number },
): Promise<number> {
  const [row] = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM (
      SELECT 1 FROM (
        (SELECT secret_id, number, created_by AS person FROM secret_versions
         WHERE created_by = ANY (${people}::text[]) AND origin <> 'restored' LIMIT ${looked}::int)
        UNION
        (SELECT secret_id, version, person FROM personal_reads
         WHERE person = ANY (${people}::text[]) LIMIT ${looked}::int)
      ) v JOIN secrets s ON s.id = v.secret_id AND s.current_version = v.number LIMIT ${max}::int
    ) known`;
  return row?.count ?? 0;
}
