import type { Grant } from "@/lib/authorization/grant";
import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import type { Cursor } from "@/lib/platform/cursor";
import type { Sort } from "../model";
import type { SecretQuery } from "../schema";
import { FINGERPRINT_LENGTH, REPRESENTATION_LENGTH, type SecretRecord } from "../store";

/** Shorter searches match the beginning of names: a trigram index knows nothing of one or two letters. */
const TRIGRAM_LENGTH = 3;

/** Each order is an index's order, and the place after a row is one comparison of row values. */
const ORDERS: Readonly<Record<Sort, { readonly order: string; readonly after: string }>> = {
  updated: {
    order: "s.updated_at DESC, s.id DESC",
    after: "(s.updated_at, s.id) < (to_timestamp($7::text::numeric / 1000), $8::uuid)",
  },
  created: { order: "s.id DESC", after: "($7::text IS NOT NULL AND s.id < $8::uuid)" },
  name: { order: "s.name_folded", after: "(s.name_folded > $7::text AND $8::uuid IS NOT NULL)" },
};

const MATCHING = `
  s.environment_id = $1::uuid
  AND ($2::text IS NULL OR s.search_text LIKE $2)
  AND ($3::text IS NULL OR s.name_folded LIKE $3)
  AND ($4::text IS NULL OR s.category = $4::"Category")
  AND ($5::text[] IS NULL OR s.audience = ANY($5::"Audience"[]))
  AND ($6::uuid[] IS NULL OR s.id = ANY($6::uuid[]))`;

type Filters = readonly [string, ...(string | readonly string[] | null)[]];

/** The filters as bound parameters $1 to $6. Planned for each call, so that absent filters cost nothing. */
function filtersOf(grant: Grant<"secret.list">, query: SecretQuery): Filters {
  const term = query.search.toLowerCase().replaceAll(/[\\%_]/g, "\\$&");
  const isLong = [...query.search].length >= TRIGRAM_LENGTH;
  return [
    grant.environment.id,
    term && isLong ? `%${term}%` : null,
    term && !isLong ? `${term}%` : null,
    query.category ?? null,
    audiencesOf(grant, query),
    grant.visibility.secretIds,
  ];
}

/** The audiences that are both asked for and seen; null for all of them. */
function audiencesOf(
  { visibility }: Grant<"secret.list">,
  { audience }: SecretQuery,
): readonly string[] | null {
  if (audience === undefined) return visibility.audiences;
  return (visibility.audiences ?? [audience]).filter((seen) => seen === audience);
}

/**
 * One page of secrets in an index's order, beginning after `after`. A reader of several audiences gets one branch for
 * each, so that every branch is a short walk along an index.
 */
export async function listSecrets(
  pool: Pool,
  grant: Grant<"secret.list">,
  query: SecretQuery,
  after: Cursor | null,
): Promise<SecretRecord[]> {
  const { order, after: isAfter } = ORDERS[query.sort];
  const branch = (matching: string) => `
    (SELECT * FROM secrets s WHERE ${matching} ${after ? `AND ${isAfter}` : ""}
     ORDER BY ${order} LIMIT ${query.limit + 1})`;
  const audiences = audiencesOf(grant, query) ?? [];
  const branches =
    audiences.length > 1
      ? audiences.map((_, i) => branch(`${MATCHING} AND s.audience = ($5::"Audience"[])[${i + 1}]`))
      : [branch(MATCHING)];
  const text = `
    SELECT s.id, s.name, s.name_folded AS "nameFolded", s.description, s.category, s.audience,
      s.current_version AS "currentVersion", s.revision, s.created_at AS "createdAt",
      s.updated_at AS "updatedAt", s.updated_by AS "updatedBy", left(v.value, ${REPRESENTATION_LENGTH}) AS representation,
      left(v.fingerprint, ${FINGERPRINT_LENGTH}) AS fingerprint, v.expires_at AS "expiresAt"
    FROM (SELECT * FROM (${branches.join(" UNION ALL ")}) s ORDER BY ${order} LIMIT ${query.limit + 1}) s
      JOIN secret_versions v ON v.secret_id = s.id AND v.number = s.current_version
    ORDER BY ${order}`;
  const values = [...filtersOf(grant, query), ...(after ? [after.key, after.id] : [])];
  const { rows } = await pool.query<SecretRecord>(text, values);
  return rows;
}

/** When an API key was handed the value of each of these secrets last, by its id; those that none has read are left out. */
export async function lastReads(pool: Pool, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await sqlOn(pool)<{ id: string; at: Date }>`
    SELECT secret_id AS id, max(last_at) AS at FROM secret_reads WHERE secret_id = ANY(${ids}::uuid[])
    GROUP BY secret_id`;
  return new Map(rows.map(({ id, at }) => [id, at.toISOString()]));
}

/** How many secrets match, counted no further than `max`. */
export async function countSecrets(
  pool: Pool,
  grant: Grant<"secret.list">,
  query: SecretQuery,
  max: number,
): Promise<number> {
  const text = `SELECT count(*)::int AS count FROM (SELECT 1 FROM secrets s WHERE ${MATCHING} LIMIT ${max}) counted`;
  const { rows } = await pool.query<{ count: number }>(text, [...filtersOf(grant, query)]);
  return rows[0]?.count ?? 0;
}
