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
}

/** The key of a public id, whatever its state: one indexed read. */
export async function findApiKey(pool: Pool, publicId: string): Promise<ApiKeyRow | null> {
  const [row] = await sqlOn(pool)<ApiKeyRow>`
    SELECT id, name, kind AS "keyKind", secret_hash AS "secretHash", project_id AS "projectId",
      environment_id AS "environmentId", permissions, CASE WHEN is_narrowed THEN allowed_names END AS "allowedNames",
      expires_at AS "expiresAt", revoked_at AS "revokedAt", last_used_at AS "lastUsedAt"
    FROM api_keys WHERE public_id = ${publicId}`;
  return row ?? null;
}
