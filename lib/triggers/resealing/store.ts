import type { Permit } from "@/lib/authorization/permit";
import type { Pool } from "@/lib/db/client";
import { type Sql, sqlOn } from "@/lib/db/sql";

type ResealPermit = Permit<"projectKey.rotate">;

export async function countSealed(pool: Pool, keyId: string): Promise<number> {
  const [row] = await sqlOn(pool)<{ count: number }>`
    SELECT count(*)::int AS count FROM trigger_deliveries WHERE project_key_id = ${keyId}::uuid`;
  return row?.count ?? 0;
}

export interface SealedDelivery {
  readonly id: string;
  readonly triggerId: string;
  readonly value: string;
  readonly projectKeyId: string;
}

export function lockDeliveries(
  sql: Sql,
  _: ResealPermit,
  { keyId, afterId, limit }: { readonly keyId: string; readonly afterId: string; readonly limit: number },
): Promise<SealedDelivery[]> {
  return sql`
    SELECT id::text, trigger_id::text AS "triggerId", payload AS value, project_key_id::text AS "projectKeyId"
    FROM trigger_deliveries WHERE project_key_id = ${keyId}::uuid AND id > ${afterId}::uuid
    ORDER BY id LIMIT ${limit}::int FOR UPDATE SKIP LOCKED`;
}

export async function updateDeliveries(
  sql: Sql,
  _: ResealPermit,
  rows: readonly Omit<SealedDelivery, "triggerId">[],
): Promise<void> {
  await sql`
    UPDATE trigger_deliveries AS d SET payload = n.value, project_key_id = n.key_id
    FROM unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ value }) => value)}::text[],
      ${rows.map(({ projectKeyId }) => projectKeyId)}::uuid[]) AS n (id, value, key_id)
    WHERE d.id = n.id`;
}
