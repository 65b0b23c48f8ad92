import type { Pool } from "@/lib/db/client";
import { type Sql, sqlOn } from "@/lib/db/sql";
import type { MadeKey } from "../model";

export interface MadeKeyRow extends MadeKey {
  readonly projectId: string | null;
}

/** Keys that somebody made, by the name that the audit log has for them, and that work at `now`; the newest first. */
export function listWorkingKeys(sql: Sql, maker: string, now: Date, limit: number): Promise<MadeKeyRow[]> {
  return sql<MadeKeyRow>`
    SELECT k.id, k.name, k.kind::text AS kind, k.project_id AS "projectId", p.slug AS project, e.slug AS environment,
      k.created_at AS "createdAt", k.expires_at AS "expiresAt", k.last_used_at AS "lastUsedAt"
    FROM api_keys k LEFT JOIN projects p ON p.id = k.project_id LEFT JOIN environments e ON e.id = k.environment_id
    WHERE k.created_by = ${maker} AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > ${now}::timestamptz)
    ORDER BY k.created_at DESC, k.id DESC LIMIT ${limit}::int`;
}

/** A key by its name, with who made it. */
export interface NamedKey extends Pick<MadeKey, "id" | "name" | "project"> {
  readonly maker: string;
}

/** The newest keys of each of these makers that work at `now`: up to `limit` of each. */
export function listWorkingKeysOf(
  pool: Pool,
  makers: readonly string[],
  now: Date,
  limit: number,
): Promise<NamedKey[]> {
  return sqlOn(pool)<NamedKey>`
    SELECT m.maker, k.id, k.name, p.slug AS project
    FROM unnest(${makers}::text[]) AS m (maker) CROSS JOIN LATERAL (
      SELECT k.id, k.name, k.project_id, k.created_at FROM api_keys k
      WHERE k.created_by = m.maker AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > ${now}::timestamptz)
      ORDER BY k.created_at DESC, k.id DESC LIMIT ${limit}::int
    ) k LEFT JOIN projects p ON p.id = k.project_id
    ORDER BY k.created_at DESC, k.id DESC`;
}

/** Who made the keys of a project, and with it those of the whole organisation; in order, `limit` of them at most. */
export async function listMakers(pool: Pool, projectId: string, limit: number): Promise<string[]> {
  const rows = await sqlOn(pool)<{ maker: string }>`
    SELECT DISTINCT created_by AS maker FROM api_keys WHERE project_id = ${projectId}::uuid OR project_id IS NULL
    ORDER BY 1 LIMIT ${limit}::int`;
  return rows.map(({ maker }) => maker);
}
