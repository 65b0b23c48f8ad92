import type { EnvironmentRow, Visibility } from "@/lib/authorization/permit";
import type { Pool, Tx } from "@/lib/db/client";
import { sqlIn, sqlOn } from "@/lib/db/sql";
import type { Nameable } from "@/lib/names/store";
import { type SecretUse, USES_MAX } from "./model";

/** The names that an environment has, its own and those of shared mappings, in order: at most `limit`. */
export async function listNames(
  pool: Pool,
  environment: Pick<EnvironmentRow, "id">,
  search: string,
  visibility: Visibility,
  limit: number,
): Promise<string[]> {
  const rows = await sqlOn(pool)<{ name: string }>`
    SELECT s.name FROM (
      SELECT id, name, name_folded, audience FROM secrets
      WHERE environment_id = ${environment.id} AND strpos(name_folded, ${search}::text) > 0
      UNION ALL
      SELECT t.id, m.name, m.name_folded, t.audience FROM shared_mappings m JOIN secrets t ON t.id = m.secret_id
      WHERE m.environment_id = ${environment.id} AND strpos(m.name_folded, ${search}::text) > 0
    ) s
    WHERE (${visibility.audiences}::text[] IS NULL OR s.audience::text = ANY(${visibility.audiences}::text[]))
      AND (${visibility.secretIds}::uuid[] IS NULL OR s.id = ANY(${visibility.secretIds}::uuid[]))
    ORDER BY s.name_folded LIMIT ${limit}::int`;
  return rows.map(({ name }) => name);
}

/**
 * What these secrets are called in an environment, as far as the actor may know of them; the first by name where several
 * mappings bring one there.
 */
export async function findNames(
  pool: Pool,
  environment: Pick<EnvironmentRow, "id">,
  secretIds: readonly string[],
  visibility: Visibility,
): Promise<Nameable[]> {
  return sqlOn(pool)<Nameable>`
    SELECT DISTINCT ON (s.id) s.id AS "secretId", s.name, s.name_folded AS "nameFolded", s.audience FROM (
      SELECT id, name, name_folded, audience FROM secrets
      WHERE environment_id = ${environment.id} AND id = ANY(${secretIds}::uuid[])
      UNION ALL
      SELECT t.id, m.name, m.name_folded, t.audience FROM shared_mappings m JOIN secrets t ON t.id = m.secret_id
      WHERE m.environment_id = ${environment.id} AND m.secret_id = ANY(${secretIds}::uuid[])
    ) s
    WHERE (${visibility.audiences}::text[] IS NULL OR s.audience::text = ANY(${visibility.audiences}::text[]))
      AND (${visibility.secretIds}::uuid[] IS NULL OR s.id = ANY(${visibility.secretIds}::uuid[]))
    ORDER BY s.id, s.name_folded`;
}

/**
 * Writes which secrets an endpoint uses, and returns how many of them are there: what was deleted, or is mapped here no
 * more, is not. Mappings are held until the commit, so that none goes at this very moment.
 */
export async function replaceReferences(
  tx: Tx,
  environment: Pick<EnvironmentRow, "id">,
  endpointId: string,
  secretIds: readonly string[],
): Promise<number> {
  await sqlIn(tx)`
    SELECT id FROM shared_mappings
    WHERE environment_id = ${environment.id}::uuid AND secret_id = ANY(${secretIds}::uuid[]) ORDER BY id FOR KEY SHARE`;
  await tx.allowlistReference.deleteMany({ where: { endpointId, secretId: { notIn: [...secretIds] } } });
  const there = await sqlIn(tx)`
    INSERT INTO allowlist_references (endpoint_id, secret_id)
    SELECT ${endpointId}::uuid, s.id FROM secrets s WHERE s.id = ANY(${secretIds}::uuid[]) AND (
      s.environment_id = ${environment.id}::uuid
      OR EXISTS (SELECT 1 FROM shared_mappings m WHERE m.environment_id = ${environment.id}::uuid AND m.secret_id = s.id))
    ON CONFLICT (endpoint_id, secret_id) DO UPDATE SET secret_id = excluded.secret_id
    RETURNING secret_id`;
  return there.length;
}

export interface UseRow extends SecretUse {
  readonly projectId: string;
  readonly environmentId: string;
  /** Whether it uses none but the asked secrets. */
  readonly usesNoOthers: boolean;
  readonly lastSentAt: Date | null;
}

/** The endpoints that use a secret; one more than are listed at most. Null stands for all secrets. */
export async function listUses(
  pool: Pool,
  secretId: string,
  secretIds: readonly string[] | null,
): Promise<UseRow[]> {
  return sqlOn(pool)<UseRow>`
    SELECT p.slug AS project, p.name AS "projectName", p.id AS "projectId", e.slug AS environment,
      e.name AS "environmentName", e.id AS "environmentId", a.name AS endpoint,
      (${secretIds}::uuid[] IS NULL OR NOT EXISTS (
        SELECT 1 FROM allowlist_references o
        WHERE o.endpoint_id = a.id AND o.secret_id <> ALL(${secretIds}::uuid[]))
        AND NOT jsonb_path_exists(a.configuration, '$.*[*].value.from ? (exists (@.pool) || exists (@.connection))')) AS "usesNoOthers",
      a.last_sent_at AS "lastSentAt"
    FROM allowlist_references r JOIN allowlist_endpoints a ON a.id = r.endpoint_id
    JOIN environments e ON e.id = a.environment_id JOIN projects p ON p.id = e.project_id
    WHERE r.secret_id = ${secretId} ORDER BY p.slug, e.position, a.name_folded LIMIT ${USES_MAX + 1}`;
}

/**
 * The endpoints of an environment that use a secret which no other mapping than this one brings there. All mappings of
 * that secret are held until the commit, so that no endpoint begins to use it and no other mapping goes meanwhile.
 */
export async function listUsesOfMapping(
  tx: Tx,
  environment: Pick<EnvironmentRow, "id">,
  mappingId: string,
): Promise<string[]> {
  await sqlIn(tx)`
    SELECT o.id FROM shared_mappings o
    WHERE o.environment_id = ${environment.id}::uuid
      AND o.secret_id = (SELECT m.secret_id FROM shared_mappings m WHERE m.id = ${mappingId}::uuid)
    ORDER BY o.id FOR UPDATE`;
  const rows = await sqlIn(tx)<{ endpoint: string }>`
    SELECT a.name AS endpoint
    FROM shared_mappings m JOIN allowlist_references r ON r.secret_id = m.secret_id
    JOIN allowlist_endpoints a ON a.id = r.endpoint_id AND a.environment_id = m.environment_id
    WHERE m.id = ${mappingId}::uuid AND m.environment_id = ${environment.id}::uuid
      AND NOT EXISTS (
        SELECT 1 FROM shared_mappings o
        WHERE o.environment_id = m.environment_id AND o.secret_id = m.secret_id AND o.id <> m.id)
    ORDER BY a.name_folded LIMIT ${USES_MAX + 1}`;
  return rows.map(({ endpoint }) => endpoint);
}
