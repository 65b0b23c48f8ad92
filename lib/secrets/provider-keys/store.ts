import type { Permit } from "@/lib/authorization/permit";
import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import type { ProviderKey } from "./model";

export interface ProviderKeyRow {
  readonly environmentId: string;
  readonly name: string;
  readonly nameFolded: string;
  readonly category: ProviderKey["category"];
  readonly replacedAt: Date;
  /** 1970: never. */
  readonly lastAt: Date;
  readonly pools: readonly string[];
}

/**
 * The first `limit` keys for providers and tools of each environment from a name on: a short walk along an index of each,
 * whatever the size of the table.
 */
export function listProviderKeys(
  pool: Pool,
  _permit: Permit<"overview.read">,
  environmentIds: readonly string[],
  after: string,
  limit: number,
): Promise<ProviderKeyRow[]> {
  return sqlOn(pool)<ProviderKeyRow>`
    SELECT e.id AS "environmentId", k.name, k.name_folded AS "nameFolded", k.category::text AS category,
      k.replaced_at AS "replacedAt", u.last_at AS "lastAt",
      ARRAY(SELECT p.name FROM key_pool_members m JOIN key_pools p ON p.id = m.pool_id
        WHERE m.secret_id = k.id ORDER BY p.name) AS pools
    FROM unnest(${environmentIds}::uuid[]) WITH ORDINALITY AS e (id, position)
      CROSS JOIN LATERAL (
        SELECT s.id, s.name, s.name_folded, s.category, s.replaced_at FROM secrets s
        WHERE s.environment_id = e.id AND s.category <> 'custom' AND s.name_folded > ${after}
        ORDER BY s.name_folded LIMIT ${limit}::int) k
      JOIN secret_last_reads u ON u.secret_id = k.id
    ORDER BY k.name_folded, e.position`;
}

/** How many there are, and how many of them no program was ever given; `limit` of each at most. */
export async function countProviderKeys(
  pool: Pool,
  _permit: Permit<"overview.read">,
  environmentIds: readonly string[],
  limit: number,
): Promise<{ readonly count: number; readonly neverUsed: number }> {
  const [counts] = await sqlOn(pool)<{ count: number; neverUsed: number }>`
    SELECT count(*)::int AS count, count(*) FILTER (WHERE k.last_at = 'epoch')::int AS "neverUsed"
    FROM (
      SELECT u.last_at FROM secrets s JOIN secret_last_reads u ON u.secret_id = s.id
      WHERE s.environment_id = ANY(${environmentIds}::uuid[]) AND s.category <> 'custom' LIMIT ${limit}::int) k`;
  return counts ?? { count: 0, neverUsed: 0 };
}
