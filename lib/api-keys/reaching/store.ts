import type { KeyKind, Permission } from "@/lib/authorization/permission";
import type { EnvironmentRow, SecretRow } from "@/lib/authorization/permit";
import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import type { ReachingKey } from "./model";

interface Asked {
  readonly secret: Pick<SecretRow, "id">;
  readonly environment: Pick<EnvironmentRow, "id" | "projectId">;
  /** The kinds of keys that the secret is for. */
  readonly kinds: readonly KeyKind[];
  /** What lets a key do something to a secret. */
  readonly permissions: readonly Permission[];
  readonly now: Date;
}

/**
 * The working keys that may do something to a secret where it is or is mapped to: those first that read it last. With how many
 * there are, and at most `limit` after `offset`.
 */
export async function listReachingKeys(
  pool: Pool,
  { secret, environment, kinds, permissions, now }: Asked,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<{ readonly items: readonly ReachingKey[]; readonly count: number }> {
  const rows = await sqlOn(pool)<ReachingKey & { readonly count: number }>`
    WITH places AS MATERIALIZED (
      SELECT ${environment.projectId}::uuid AS project_id, ${environment.id}::uuid AS environment_id
      UNION SELECT e.project_id, e.id FROM shared_mappings m JOIN environments e ON e.id = m.environment_id
      WHERE m.secret_id = ${secret.id}::uuid
    )
    SELECT k.id, k.name, k.kind::text AS kind, p.slug AS project, e.slug AS environment, k.is_narrowed AS "isNarrowed",
      k.permissions, r.version, r.last_at AS "lastReadAt", count(*) OVER ()::int AS count
    FROM api_keys k LEFT JOIN secret_reads r ON r.secret_id = ${secret.id}::uuid AND r.api_key_id = k.id
      LEFT JOIN projects p ON p.id = k.project_id LEFT JOIN environments e ON e.id = k.environment_id
    WHERE (k.project_id IS NULL OR k.project_id = ANY(ARRAY(SELECT project_id FROM places)))
      AND (k.environment_id IS NULL OR k.environment_id = ANY(ARRAY(SELECT environment_id FROM places)))
      AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > ${now}::timestamptz)
      AND k.kind::text = ANY(${kinds}::text[]) AND k.permissions && ${permissions}::text[]
      AND (NOT k.is_narrowed OR ${secret.id}::uuid = ANY(k.allowed_secret_ids))
    ORDER BY r.last_at DESC NULLS LAST, k.created_at DESC, k.id OFFSET ${offset}::int LIMIT ${limit}::int`;
  return { items: rows.map(({ count: _, ...key }) => key), count: rows[0]?.count ?? 0 };
}

/** When keys that are bound to a project, or to one of its environments, read a secret last. */
export interface ScopeRead {
  readonly project: string;
  /** Null: keys of every environment of the project. */
  readonly environment: string | null;
  readonly lastAt: Date;
}

/** By where the keys are bound; those of the whole organisation are left out. */
export function lastReadsByScope(pool: Pool, secretId: string): Promise<ScopeRead[]> {
  return sqlOn(pool)<ScopeRead>`
    SELECT p.slug AS project, e.slug AS environment, max(r.last_at) AS "lastAt"
    FROM secret_reads r JOIN api_keys k ON k.id = r.api_key_id JOIN projects p ON p.id = k.project_id
      LEFT JOIN environments e ON e.id = k.environment_id
    WHERE r.secret_id = ${secretId}::uuid GROUP BY p.slug, e.slug`;
}
