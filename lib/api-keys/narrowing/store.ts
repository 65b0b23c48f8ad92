import type { Sight } from "@/lib/authorization/grant";
import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";

/** Where a key reaches; null for every project, and for every environment. */
export interface Reach {
  readonly projectId: string | null;
  readonly environmentId: string | null;
}

export interface NamedSecretId {
  readonly nameFolded: string;
  readonly secretId: string;
}

/**
 * What folded names stand for in every environment of a reach, as far as `sight` goes: secrets of the environment, and the
 * shared secrets that mappings bring there. A name may stand for several secrets; one without a secret has no row.
 */
export async function findSecretIds(
  pool: Pool,
  { projectId, environmentId }: Reach,
  names: readonly string[],
  { audiences, secretIds }: Sight,
): Promise<NamedSecretId[]> {
  return sqlOn(pool)<NamedSecretId>`
    SELECT DISTINCT n.name_folded AS "nameFolded", n.secret_id AS "secretId"
    FROM environments e CROSS JOIN LATERAL (
      SELECT s.name_folded, s.id AS secret_id, s.audience FROM secrets s
      WHERE s.environment_id = e.id AND s.name_folded = ANY(${names}::text[])
      UNION ALL
      SELECT m.name_folded, s.id, s.audience FROM shared_mappings m JOIN secrets s ON s.id = m.secret_id
      WHERE m.environment_id = e.id AND m.name_folded = ANY(${names}::text[])
    ) n
    WHERE (${projectId}::uuid IS NULL OR e.project_id = ${projectId}::uuid)
      AND (${environmentId}::uuid IS NULL OR e.id = ${environmentId}::uuid)
      AND (${audiences}::text[] IS NULL OR n.audience::text = ANY(${audiences}::text[]))
      AND (${secretIds}::uuid[] IS NULL OR n.secret_id = ANY(${secretIds}::uuid[]))`;
}

/** What secrets are called now in the environments of a reach, by name, without those of other audiences. */
export async function findSecretNames(
  pool: Pool,
  { projectId, environmentId }: Reach,
  secretIds: readonly string[],
  audiences: Sight["audiences"],
): Promise<readonly string[]> {
  const [row] = await sqlOn(pool)<{ names: string[] }>`
    SELECT secret_names(${secretIds}::uuid[], ${projectId}::uuid, ${environmentId}::uuid, ${audiences}::text[]) AS names`;
  return row?.names ?? [];
}
