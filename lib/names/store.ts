import type { EnvironmentRow, SecretRow, Visibility } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { sqlOn } from "@/lib/db/sql";
import { isNameIntact, type NameColumns } from "./intact";

/** A secret by a name that it has in an environment: its own, or the one of a shared mapping. */
export interface Nameable {
  readonly secretId: string;
  readonly name: string;
  readonly nameFolded: string;
  readonly audience: SecretRow["audience"];
}

/** Some environments: one, those of a project, or all; null leaves open. */
export interface Reach {
  readonly projectId: string | null;
  readonly environmentId: string | null;
}

/** One environment. */
export function reachOf({ id, projectId }: EnvironmentRow): Reach {
  return { projectId, environmentId: id };
}

type NamedRow = NameColumns & Pick<Nameable, "audience"> & { readonly environmentId: string };

/**
 * What folded names stand for in every environment of a reach, as far as the actor may know of it and the program wrote it.
 * A name may stand for several secrets, and for one in several environments; one without a secret has no row.
 */
export async function findByName(
  { pool, seals }: Pick<Ctx, "pool" | "seals">,
  { projectId, environmentId }: Reach,
  names: readonly string[],
  { audiences, secretIds }: Visibility,
): Promise<Nameable[]> {
  const rows = await sqlOn(pool)<NamedRow>`
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
  return rows
    .filter((row) => isNameIntact(seals, row.environmentId, row))
    .map((row) => ({
      secretId: row.secretId,
      name: row.mappedName ?? row.secretName,
      nameFolded: row.mappedNameFolded ?? row.secretNameFolded,
      audience: row.audience,
    }));
}
