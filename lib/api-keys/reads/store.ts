import type { SecretRow } from "@/lib/authorization/permit";
import type { Pool, Tx } from "@/lib/db/client";
import { type Sql, sqlOn } from "@/lib/db/sql";
import type { RowSeals } from "@/lib/seals/seals";
import type { SealedFields } from "@/lib/seals/tables";
import type { ReachedSecret } from "./model";

/** Which secrets a key reaches. */
export interface KeyBounds {
  readonly id: string;
  readonly projectId: string | null;
  readonly environmentId: string | null;
  readonly audiences: readonly SecretRow["audience"][];
  /** Null: it is not narrowed. */
  readonly secretIds: readonly string[] | null;
}

/** What of a key decides which secrets it reaches. */
export async function findBounds(
  pool: Pool,
  id: string,
): Promise<Pick<KeyBounds, "projectId" | "environmentId" | "secretIds"> | null> {
  const [row] = await sqlOn(pool)<Pick<KeyBounds, "projectId" | "environmentId" | "secretIds">>`
    SELECT project_id AS "projectId", environment_id AS "environmentId",
      CASE WHEN is_narrowed THEN allowed_secret_ids END AS "secretIds"
    FROM api_keys WHERE id = ${id}::uuid`;
  return row ?? null;
}

/** The secrets that a key has read and still reaches, where they are or are mapped to: the last ones first. */
export function listReads(
  sql: Sql,
  { id, projectId, environmentId, audiences, secretIds }: KeyBounds,
  limit: number,
): Promise<ReachedSecret[]> {
  return sql<ReachedSecret>`
    SELECT s.id, s.name, p.slug AS project, e.slug AS environment, s.current_version AS "currentVersion", r.version,
      r.last_at AS "lastReadAt"
    FROM secret_reads r JOIN secrets s ON s.id = r.secret_id JOIN environments e ON e.id = s.environment_id
      JOIN projects p ON p.id = e.project_id
    WHERE r.api_key_id = ${id}::uuid AND s.audience::text = ANY(${audiences}::text[])
      AND (${secretIds}::uuid[] IS NULL OR s.id = ANY(${secretIds}::uuid[]))
      AND ((${projectId}::uuid IS NULL OR e.project_id = ${projectId}::uuid)
          AND (${environmentId}::uuid IS NULL OR e.id = ${environmentId}::uuid)
        OR EXISTS (
          SELECT 1 FROM shared_mappings m JOIN environments t ON t.id = m.environment_id
          WHERE m.secret_id = s.id AND (${projectId}::uuid IS NULL OR t.project_id = ${projectId}::uuid)
            AND (${environmentId}::uuid IS NULL OR t.id = ${environmentId}::uuid)))
    ORDER BY r.last_at DESC, s.id LIMIT ${limit}::int`;
}

/** The secrets that a key reaches and has never read, by place and name. */
export function listUnread(
  pool: Pool,
  { id, projectId, environmentId, audiences, secretIds }: KeyBounds,
  limit: number,
): Promise<ReachedSecret[]> {
  return sqlOn(pool)<ReachedSecret>`
    WITH reach AS (
      SELECT t.id FROM environments t WHERE (${projectId}::uuid IS NULL OR t.project_id = ${projectId}::uuid)
        AND (${environmentId}::uuid IS NULL OR t.id = ${environmentId}::uuid)
    ), found AS (
      SELECT own.id FROM reach CROSS JOIN LATERAL (
        SELECT s.id FROM secrets s
        WHERE s.environment_id = reach.id AND s.audience::text = ANY(${audiences}::text[])
          AND (${secretIds}::uuid[] IS NULL OR s.id = ANY(${secretIds}::uuid[]))
          AND NOT EXISTS (SELECT 1 FROM secret_reads r WHERE r.secret_id = s.id AND r.api_key_id = ${id}::uuid)
        ORDER BY s.name_folded LIMIT ${limit}::int
      ) own
      UNION
      SELECT s.id FROM reach JOIN shared_mappings m ON m.environment_id = reach.id JOIN secrets s ON s.id = m.secret_id
      WHERE s.audience::text = ANY(${audiences}::text[])
        AND (${secretIds}::uuid[] IS NULL OR s.id = ANY(${secretIds}::uuid[]))
        AND NOT EXISTS (SELECT 1 FROM secret_reads r WHERE r.secret_id = s.id AND r.api_key_id = ${id}::uuid)
    )
    SELECT s.id, s.name, p.slug AS project, e.slug AS environment, s.current_version AS "currentVersion",
      NULL::int AS version, NULL::timestamptz AS "lastReadAt"
    FROM found JOIN secrets s ON s.id = found.id JOIN environments e ON e.id = s.environment_id
      JOIN projects p ON p.id = e.project_id
    ORDER BY p.slug, e.position, s.name_folded LIMIT ${limit}::int`;
}

/** How many secrets a key reaches, counted no further than `max`. */
export async function countReached(
  pool: Pool,
  { projectId, environmentId, audiences, secretIds }: Omit<KeyBounds, "id">,
  max: number,
): Promise<number> {
  const [row] = await sqlOn(pool)<{ count: number }>`
    WITH reach AS (
      SELECT t.id FROM environments t WHERE (${projectId}::uuid IS NULL OR t.project_id = ${projectId}::uuid)
        AND (${environmentId}::uuid IS NULL OR t.id = ${environmentId}::uuid)
    )
    SELECT count(*)::int AS count FROM (
      SELECT s.id FROM reach JOIN secrets s ON s.environment_id = reach.id
      WHERE s.audience::text = ANY(${audiences}::text[])
        AND (${secretIds}::uuid[] IS NULL OR s.id = ANY(${secretIds}::uuid[]))
      UNION ALL
      SELECT DISTINCT s.id FROM reach JOIN shared_mappings m ON m.environment_id = reach.id
        JOIN secrets s ON s.id = m.secret_id
      WHERE s.audience::text = ANY(${audiences}::text[])
        AND (${secretIds}::uuid[] IS NULL OR s.id = ANY(${secretIds}::uuid[]))
        AND s.environment_id NOT IN (SELECT id FROM reach)
      LIMIT ${max}::int) counted`;
  return row?.count ?? 0;
}

/** Those of the secrets of `secretIds` that a key would reach. */
export async function findReached(
  sql: Sql,
  { projectId, environmentId, audiences, secretIds }: Omit<KeyBounds, "id">,
): Promise<string[]> {
  const rows = await sql<{ id: string }>`
    SELECT s.id FROM secrets s JOIN environments e ON e.id = s.environment_id
    WHERE s.id = ANY(${secretIds}::uuid[]) AND s.audience::text = ANY(${audiences}::text[])
      AND ((${projectId}::uuid IS NULL OR e.project_id = ${projectId}::uuid)
          AND (${environmentId}::uuid IS NULL OR e.id = ${environmentId}::uuid)
        OR EXISTS (
          SELECT 1 FROM shared_mappings m JOIN environments t ON t.id = m.environment_id
          WHERE m.secret_id = s.id AND (${projectId}::uuid IS NULL OR t.project_id = ${projectId}::uuid)
            AND (${environmentId}::uuid IS NULL OR t.id = ${environmentId}::uuid)))`;
  return rows.map(({ id }) => id);
}

/** Writes which secrets a key may use; null: all in its scope. */
export async function setNarrowing(tx: Tx, seals: RowSeals, key: SealedFields<"api_keys">): Promise<void> {
  const { id, allowedSecretIds } = key;
  await tx.apiKey.update({
    where: { id },
    data: {
      allowedSecretIds: [...(allowedSecretIds ?? [])],
      isNarrowed: allowedSecretIds !== null,
      seal: seals.of("api_keys", key),
    },
  });
}
