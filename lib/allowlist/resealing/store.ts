import type { Permit } from "@/lib/authorization/permit";
import type { Pool } from "@/lib/db/client";
import { type Sql, sqlOn } from "@/lib/db/sql";

type ResealPermit = Permit<"projectKey.rotate">;

export async function countSealed(pool: Pool, keyId: string): Promise<number> {
  const [row] = await sqlOn(pool)<{ count: number }>`
    SELECT count(*)::int AS count FROM allowlist_answers WHERE project_key_id = ${keyId}::uuid`;
  return row?.count ?? 0;
}

export interface AnswerRow {
  readonly id: string;
  readonly endpointId: string;
  readonly value: string;
  readonly projectKeyId: string;
}

export function lockAnswers(
  sql: Sql,
  _: ResealPermit,
  { keyId, afterId, limit }: { readonly keyId: string; readonly afterId: string; readonly limit: number },
): Promise<AnswerRow[]> {
  return sql`
    SELECT id::text, endpoint_id::text AS "endpointId", answer AS value, project_key_id::text AS "projectKeyId"
    FROM allowlist_answers WHERE project_key_id = ${keyId}::uuid AND id > ${afterId}::uuid
    ORDER BY id LIMIT ${limit}::int FOR UPDATE SKIP LOCKED`;
}

export async function updateAnswers(
  sql: Sql,
  _: ResealPermit,
  rows: readonly Omit<AnswerRow, "endpointId">[],
): Promise<void> {
  await sql`
    UPDATE allowlist_answers AS a SET answer = n.value, project_key_id = n.key_id
    FROM unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ value }) => value)}::text[],
      ${rows.map(({ projectKeyId }) => projectKeyId)}::uuid[]) AS n (id, value, key_id)
    WHERE a.id = n.id`;
}
