import type { Visibility } from "@/lib/authorization/grant";
import type { Ctx } from "@/lib/context";
import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import { isNameIntact, type NameColumns } from "@/lib/names/intact";

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
 * What folded names stand for in every environment of a reach, as far as `visibility` goes: secrets of the environment, and the
 * shared secrets that mappings bring there. A name may stand for several secrets; one without a secret has no row.
 */
export async function findSecretIds(
  { pool, seals }: Pick<Ctx, "pool" | "seals">,
  { projectId, environmentId }: Reach,
  names: readonly string[],
  { audiences, secretIds }: Visibility,
): Promise<NamedSecretId[]> {
  const rows = await sqlOn(pool)<NameColumns & { readonly environmentId: string }>`
    SELECT n.environment_id AS "environmentId", s.id AS "secretId", s.environment_id AS "secretEnvironmentId",
      s.name AS "secretName", s.name_folded AS "secretNameFolded", s.variable AS "secretVariable", s.audience,
      s.current_version AS "currentVersion", s.seal AS "secretSeal", v.id AS "currentVersionId",
      m.id AS "mappingId", m.name AS "mappedName", m.name_folded AS "mappedNameFolded", m.variable AS "mappedVariable",
      m.seal AS "mappingSeal"
    FROM environments e CROSS JOIN LATERAL (
      SELECT t.environment_id, t.id AS secret_id, NULL::uuid AS mapping_id FROM secrets t
      WHERE t.environment_id = e.id AND t.name_folded = ANY(${names}::text[])
      UNION ALL
      SELECT t.environment_id, t.secret_id, t.id FROM shared_mappings t
      WHERE t.environment_id = e.id AND t.name_folded = ANY(${names}::text[])
    ) n JOIN secrets s ON s.id = n.secret_id LEFT JOIN shared_mappings m ON m.id = n.mapping_id
    LEFT JOIN secret_versions v ON v.secret_id = s.id AND v.number = s.current_version
    WHERE (${projectId}::uuid IS NULL OR e.project_id = ${projectId}::uuid)
      AND (${environmentId}::uuid IS NULL OR e.id = ${environmentId}::uuid)
      AND (${audiences}::text[] IS NULL OR s.audience::text = ANY(${audiences}::text[]))
      AND (${secretIds}::uuid[] IS NULL OR s.id = ANY(${secretIds}::uuid[]))`;
  const intact = rows.filter((row) => isNameIntact(seals, row.environmentId, row));
  const named = intact.map((row) => ({
    nameFolded: row.mappedNameFolded ?? row.secretNameFolded,
    secretId: row.secretId,
  }));
  return [...new Map(named.map((one) => [`${one.secretId}/${one.nameFolded}`, one])).values()];
}

/** What secrets are called now in the environments of a reach, by name, without those of other audiences. */
export async function findSecretNames(
  pool: Pool,
  { projectId, environmentId }: Reach,
  secretIds: readonly string[],
  audiences: Visibility["audiences"],
): Promise<readonly string[]> {
  const [row] = await sqlOn(pool)<{ names: string[] }>`
    SELECT secret_names(${secretIds}::uuid[], ${projectId}::uuid, ${environmentId}::uuid, ${audiences}::text[]) AS names`;
  return row?.names ?? [];
}
