import type { Permit } from "@/lib/authorization/permit";
import type { Pool } from "@/lib/db/client";
import { type Sql, sqlOn } from "@/lib/db/sql";

type ResealPermit = Permit<"projectKey.rotate">;

export async function countSealed(pool: Pool, keyId: string): Promise<number> {
  const [row] = await sqlOn(pool)<{ count: number }>`
    SELECT count(*)::int AS count FROM connection_tokens WHERE project_key_id = ${keyId}::uuid`;
  return row?.count ?? 0;
}

export interface SealedRow {
  readonly id: string;
  readonly value: string;
  readonly projectKeyId: string;
}

export function lockTokens(
  sql: Sql,
  _: ResealPermit,
  { keyId, afterId, limit }: { readonly keyId: string; readonly afterId: string; readonly limit: number },
): Promise<SealedRow[]> {
  return sql`
    SELECT connection_id::text AS id, value, project_key_id::text AS "projectKeyId"
    FROM connection_tokens WHERE project_key_id = ${keyId}::uuid AND connection_id > ${afterId}::uuid
    ORDER BY connection_id LIMIT ${limit}::int FOR UPDATE SKIP LOCKED`;
}

export async function updateTokens(sql: Sql, _: ResealPermit, rows: readonly SealedRow[]): Promise<void> {
  await sql`
    UPDATE connection_tokens AS t SET value = n.value, project_key_id = n.key_id
    FROM unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ value }) => value)}::text[],
      ${rows.map(({ projectKeyId }) => projectKeyId)}::uuid[]) AS n (id, value, key_id)
    WHERE t.connection_id = n.id`;
}
