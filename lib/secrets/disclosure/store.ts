import type { Grant, SecretRow } from "@/lib/authorization/grant";
import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";

/** A secret under the name that it has in an environment: its own, or the one that a shared mapping gives it there. */
interface Readable {
  readonly secretId: string;
  readonly name: string;
  readonly audience: SecretRow["audience"];
  /** The project that it lives in, whose key opens it. */
  readonly projectId: string;
}

export interface ReadableVersion extends Readable {
  readonly version: number;
  readonly versionId: string;
}

export interface SealedVersion extends ReadableVersion {
  readonly value: string;
  readonly projectKeyId: string;
}

type FoundVersion = Readable & Partial<Omit<SealedVersion, keyof Readable>>;

/**
 * What has that name in the environment, with one version of it as it is stored: one point read. The caller checks
 * that the reader may know of it. Without a `value` when it has no such version.
 */
export async function findSealed(
  pool: Pool,
  { environment }: Grant<"secret.reveal">,
  nameFolded: string,
  version: number | null,
): Promise<FoundVersion | null> {
  const [row] = await sqlOn(pool)<FoundVersion & { readonly versionId: string | null }>`
    SELECT s.id AS "secretId", s.name, s.audience, s.project_id AS "projectId", v.number AS version,
      v.id AS "versionId", v.value, v.project_key_id AS "projectKeyId"
    FROM (
      SELECT id, name, audience, current_version, ${environment.projectId}::uuid AS project_id
      FROM secrets WHERE environment_id = ${environment.id} AND name_folded = ${nameFolded}
      UNION ALL
      SELECT t.id, m.name, t.audience, t.current_version, e.project_id
      FROM shared_mappings m JOIN secrets t ON t.id = m.secret_id JOIN environments e ON e.id = t.environment_id
      WHERE m.environment_id = ${environment.id} AND m.name_folded = ${nameFolded}
    ) s LEFT JOIN secret_versions v ON v.secret_id = s.id AND v.number = coalesce(${version}::int, s.current_version)`;
  if (!row) return null;
  const { secretId, name, audience, projectId } = row;
  return row.versionId === null ? { secretId, name, audience, projectId } : row;
}

interface ListedVersion extends ReadableVersion {
  /** Of the sealed value. */
  readonly bytes: number;
}

/**
 * What the reader sees in the environment, by name, with the current version of each but without a value: at most
 * `limit`. `names` are folded; null for all of them. An actor who sees only some names or audiences gets only those.
 */
export async function listReadable(
  pool: Pool,
  { environment, sight }: Pick<Grant<"values.read">, "environment" | "sight">,
  names: readonly string[] | null,
  limit: number,
): Promise<ListedVersion[]> {
  return sqlOn(pool)<ListedVersion>`
    SELECT s.id AS "secretId", s.name, s.audience, s.project_id AS "projectId", v.number AS version,
      v.id AS "versionId", octet_length(v.value) AS bytes
    FROM (
      SELECT id, name, name_folded, audience, current_version, ${environment.projectId}::uuid AS project_id
      FROM secrets WHERE environment_id = ${environment.id}
        AND (${names}::text[] IS NULL OR name_folded = ANY(${names}::text[]))
      UNION ALL
      SELECT t.id, m.name, m.name_folded, t.audience, t.current_version, e.project_id
      FROM shared_mappings m JOIN secrets t ON t.id = m.secret_id JOIN environments e ON e.id = t.environment_id
      WHERE m.environment_id = ${environment.id}
        AND (${names}::text[] IS NULL OR m.name_folded = ANY(${names}::text[]))
    ) s JOIN secret_versions v ON v.secret_id = s.id AND v.number = s.current_version
    WHERE (${sight.audiences}::text[] IS NULL OR s.audience::text = ANY(${sight.audiences}::text[]))
      AND (${sight.names}::text[] IS NULL OR s.name_folded = ANY(${sight.names}::text[]))
    ORDER BY s.name_folded LIMIT ${limit}::int`;
}

/** What is stored of versions, by their ids. */
export async function findValues(
  pool: Pool,
  _grant: Grant<"values.read">,
  versionIds: readonly string[],
): Promise<ReadonlyMap<string, { readonly value: string; readonly projectKeyId: string }>> {
  const rows = await sqlOn(pool)<{ id: string; value: string; projectKeyId: string }>`
    SELECT id, value, project_key_id AS "projectKeyId" FROM secret_versions WHERE id = ANY(${versionIds}::uuid[])`;
  return new Map(rows.map(({ id, ...sealed }) => [id, sealed]));
}
