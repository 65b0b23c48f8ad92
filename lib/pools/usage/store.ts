import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import type { MemberCounts } from "../model";

/** What became of a member in an hour, as it is noted. */
export interface CountedHour extends MemberCounts {
  readonly poolId: string;
  readonly secretId: string;
  readonly hour: Date;
}

/** Adds to what is counted. What was deleted meanwhile is left out. */
export async function addCounts(pool: Pool, counts: readonly CountedHour[]): Promise<void> {
  await sqlOn(pool)`
    INSERT INTO key_pool_counts AS c (pool_id, secret_id, hour, taken, limited, refused)
    SELECT m.pool_id, m.secret_id, n.hour, n.taken, n.limited, n.refused
    FROM unnest(${counts.map(({ poolId }) => poolId)}::uuid[], ${counts.map(({ secretId }) => secretId)}::uuid[],
        ${counts.map(({ hour }) => hour)}::timestamptz[], ${counts.map(({ taken }) => taken)}::int[],
        ${counts.map(({ limited }) => limited)}::int[], ${counts.map(({ refused }) => refused)}::int[])
      AS n (pool_id, secret_id, hour, taken, limited, refused)
    JOIN key_pool_members m ON m.pool_id = n.pool_id AND m.secret_id = n.secret_id
    ORDER BY m.pool_id, m.secret_id, n.hour
    ON CONFLICT (pool_id, secret_id, hour) DO UPDATE SET taken = c.taken + excluded.taken,
      limited = c.limited + excluded.limited, refused = c.refused + excluded.refused`;
}

/** What became of each member of an environment's pools since a time, by `<pool id>/<secret id>`. */
export async function countsSince(
  pool: Pool,
  environmentId: string,
  since: Date,
): Promise<ReadonlyMap<string, MemberCounts>> {
  const rows = await sqlOn(pool)<MemberCounts & { readonly id: string }>`
    SELECT c.pool_id || '/' || c.secret_id AS id, sum(c.taken)::int AS taken, sum(c.limited)::int AS limited,
      sum(c.refused)::int AS refused
    FROM key_pools p JOIN key_pool_counts c ON c.pool_id = p.id AND c.hour > ${since}::timestamptz
    WHERE p.environment_id = ${environmentId}::uuid GROUP BY c.pool_id, c.secret_id`;
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}

export interface UsedBucket extends MemberCounts {
  readonly poolId: string;
  readonly secretId: string;
  readonly from: Date;
}

/** The same for each hour or day (UTC) in which there was any. */
export function countsBy(
  pool: Pool,
  environmentId: string,
  unit: "hour" | "day",
  since: Date,
): Promise<UsedBucket[]> {
  return sqlOn(pool)<UsedBucket>`
    SELECT c.pool_id AS "poolId", c.secret_id AS "secretId", date_trunc(${unit}::text, c.hour, 'UTC') AS "from",
      sum(c.taken)::int AS taken, sum(c.limited)::int AS limited, sum(c.refused)::int AS refused
    FROM key_pools p JOIN key_pool_counts c ON c.pool_id = p.id AND c.hour >= ${since}::timestamptz
    WHERE p.environment_id = ${environmentId}::uuid GROUP BY 1, 2, 3`;
}

/** Deletes counts of hours before a time; `limit` at most. Returns how many. */
export async function deleteCounts(pool: Pool, before: Date, limit: number): Promise<number> {
  const rows = await sqlOn(pool)`
    DELETE FROM key_pool_counts WHERE ctid = ANY(ARRAY(
      SELECT ctid FROM key_pool_counts WHERE hour < ${before}::timestamptz LIMIT ${limit}::int)) RETURNING true`;
  return rows.length;
}
