import type { KeyHome } from "@/lib/authorization/actor";
import type { EnvironmentRow, ProjectRow } from "@/lib/authorization/grant";
import type { KeyKind, Permission } from "@/lib/authorization/permission";
import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";

export interface ApiKeyRow {
  readonly id: string;
  readonly name: string;
  readonly keyKind: KeyKind;
  readonly secretHash: Uint8Array;
  readonly projectId: string | null;
  readonly environmentId: string | null;
  readonly permissions: readonly Permission[];
  /** Null unless the key is narrowed to names. */
  readonly allowedNames: readonly string[] | null;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly home: KeyHome | null;
}

type StoredKey = Omit<ApiKeyRow, "home"> & {
  readonly projectSlug: string | null;
  readonly projectName: string | null;
  readonly environmentSlug: string | null;
  readonly environmentName: string | null;
};

/** The key of a public id, whatever its state, with where it belongs: one indexed read. */
export async function findApiKey(pool: Pool, publicId: string): Promise<ApiKeyRow | null> {
  const [row] = await sqlOn(pool)<StoredKey>`
    SELECT k.id, k.name, k.kind AS "keyKind", k.secret_hash AS "secretHash", k.project_id AS "projectId",
      k.environment_id AS "environmentId", k.permissions, CASE WHEN k.is_narrowed THEN k.allowed_names END AS "allowedNames",
      k.expires_at AS "expiresAt", k.revoked_at AS "revokedAt", k.last_used_at AS "lastUsedAt",
      p.slug AS "projectSlug", p.name AS "projectName", e.slug AS "environmentSlug", e.name AS "environmentName"
    FROM api_keys k LEFT JOIN projects p ON p.id = k.project_id LEFT JOIN environments e ON e.id = k.environment_id
    WHERE k.public_id = ${publicId}`;
  if (!row) return null;
  const { projectSlug, projectName, environmentSlug, environmentName, ...key } = row;
  const project = projectOf(key.projectId, projectSlug, projectName);
  const environment = project && environmentOf(project, key.environmentId, environmentSlug, environmentName);
  return { ...key, home: project && { project, environment } };
}

function projectOf(id: string | null, slug: string | null, name: string | null): ProjectRow | null {
  return id === null || slug === null || name === null ? null : { id, slug, name };
}

function environmentOf(
  project: ProjectRow,
  id: string | null,
  slug: string | null,
  name: string | null,
): EnvironmentRow | null {
  if (id === null || slug === null || name === null) return null;
  return {
    id,
    slug,
    name,
    projectId: project.id,
    projectSlug: project.slug,
    projectName: project.name,
  };
}
