import type { Sql } from "@/lib/db/sql";
import type { SealedValue } from "@/lib/keys/keyring";
import { COMPARISON_WINDOW_SECONDS, COMPARISONS_MAX } from "./model";

/** A value that is to be compared with those of a secret. */
export interface Input {
  readonly secretId: string;
  /** The same value has one by each key of its project; none: it is compared with nothing. */
  readonly fingerprints: readonly string[];
}

/** What of a sealed value is compared. */
export function fingerprintsOf({ fingerprint, earlierFingerprints = [] }: SealedValue): readonly string[] {
  return fingerprint === null ? [] : [fingerprint, ...earlierFingerprints];
}

export interface Comparison {
  readonly secretId: string;
  /** The oldest version that holds the same value, if any. */
  readonly sameValueAs: number | null;
  /** Whether the current one does. */
  readonly isCurrent: boolean;
}

/**
 * Compares values with all versions of their secrets, which are locked, and counts that: one statement for any number of them. What
 * is over the limit of its secret is not compared and left out of the answer. A value without a fingerprint equals none.
 */
export function compareValues(sql: Sql, input: readonly Input[], now: Date): Promise<Comparison[]> {
  const pairs = input.flatMap(({ secretId, fingerprints }) => fingerprints.map((one) => ({ secretId, one })));
  const ids = pairs.map(({ secretId }) => secretId);
  const fingerprints = pairs.map(({ one }) => one);
  const end = new Date(now.getTime() + COMPARISON_WINDOW_SECONDS * 1_000);
  return sql<Comparison>`
    WITH given AS (
      SELECT * FROM unnest(${ids}::uuid[], ${fingerprints}::text[]) AS g (secret_id, fingerprint)
    ), counted AS (
      INSERT INTO secret_comparisons AS c (secret_id, count, window_ends_at)
      SELECT DISTINCT secret_id, 1, ${end}::timestamptz FROM given
      ON CONFLICT (secret_id) DO UPDATE SET
        count = CASE WHEN c.window_ends_at <= ${now}::timestamptz THEN 1 ELSE c.count + 1 END,
        window_ends_at = CASE WHEN c.window_ends_at <= ${now}::timestamptz THEN EXCLUDED.window_ends_at ELSE c.window_ends_at END
      WHERE c.window_ends_at <= ${now}::timestamptz OR c.count < ${COMPARISONS_MAX}::int
      RETURNING c.secret_id
    )
    SELECT s.id::text AS "secretId", min(v.number) AS "sameValueAs",
      coalesce(bool_or(v.number = s.current_version), false) AS "isCurrent"
    FROM counted JOIN given g USING (secret_id) JOIN secrets s ON s.id = g.secret_id
      LEFT JOIN secret_versions v ON v.secret_id = g.secret_id AND v.fingerprint = g.fingerprint
    GROUP BY s.id`;
}

/** A name of a project, as the environment variable that it becomes. */
export interface ProjectVariable {
  readonly projectId: string;
  readonly variable: string;
}

/**
 * Counts values that become comparable with those of the same name in other environments, and tells of which names they may: one
 * statement for any number. More than the limit within an hour, by all callers and in all environments together, may not.
 */
export async function countGroups(
  sql: Sql,
  input: readonly ProjectVariable[],
  now: Date,
): Promise<ProjectVariable[]> {
  if (input.length === 0) return [];
  const projects = input.map(({ projectId }) => projectId);
  const variables = input.map(({ variable }) => variable);
  const end = new Date(now.getTime() + COMPARISON_WINDOW_SECONDS * 1_000);
  return sql<ProjectVariable>`
    INSERT INTO group_comparisons AS c (project_id, variable, count, window_ends_at)
    SELECT g.project_id, g.variable, count(*), ${end}::timestamptz
    FROM unnest(${projects}::uuid[], ${variables}::text[]) AS g (project_id, variable) GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (project_id, variable) DO UPDATE SET
      count = CASE WHEN c.window_ends_at <= ${now}::timestamptz THEN EXCLUDED.count ELSE c.count + EXCLUDED.count END,
      window_ends_at = CASE WHEN c.window_ends_at <= ${now}::timestamptz THEN EXCLUDED.window_ends_at ELSE c.window_ends_at END
    WHERE c.window_ends_at <= ${now}::timestamptz OR c.count + EXCLUDED.count <= ${COMPARISONS_MAX}::int
    RETURNING project_id::text AS "projectId", variable`;
}

/** Deletes counts whose hour is over. Answers with how many. */
export async function deleteGroupCounts(sql: Sql, before: Date, limit: number): Promise<number> {
  const deleted = await sql`
    DELETE FROM group_comparisons WHERE (project_id, variable) IN (
      SELECT project_id, variable FROM group_comparisons WHERE window_ends_at <= ${before}::timestamptz LIMIT ${limit}::int)
    RETURNING true`;
  return deleted.length;
}
