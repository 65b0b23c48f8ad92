import type { Grant } from "@/lib/authorization/grant";
import type { Ctx } from "@/lib/context";
import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import type { Cursor } from "@/lib/platform/cursor";
import type { Elsewhere, Sort } from "../model";
import type { SecretQuery } from "../schema";
import { searchWords } from "../search-text";
import { FINGERPRINT_LENGTH, REPRESENTATION_LENGTH, type SecretRecord } from "../store";

/** Shorter words alone match the beginning of names: a trigram index knows nothing of one or two letters. */
const TRIGRAM_LENGTH = 3;

/** Each order is an index's order, and the place after a row is one comparison of row values. */
const ORDERS: Readonly<Record<Sort, { readonly order: string; readonly after: string }>> = {
  updated: {
    order: "s.updated_at DESC, s.id DESC",
    after: "(s.updated_at, s.id) < (to_timestamp($8::text::numeric / 1000), $9::uuid)",
  },
  created: { order: "s.id DESC", after: "($8::text IS NOT NULL AND s.id < $9::uuid)" },
  name: { order: "s.name_folded", after: "(s.name_folded > $8::text AND $9::uuid IS NOT NULL)" },
};

const MATCHING = `
  s.environment_id = $1::uuid
  AND ($3::text IS NULL OR s.name_folded LIKE $3)
  AND ($4::text IS NULL OR s.category = $4::"Category")
  AND ($5::text[] IS NULL OR s.audience = ANY($5::"Audience"[]))
  AND ($6::uuid[] IS NULL OR s.id = ANY($6::uuid[])) 
  AND $2::text[] IS NOT NULL AND $7::timestamptz IS NOT NULL`;

/** Secrets whose rotation is late, and those of which one failed and was not mended yet. `$7` is the time. */
const ROTATING: Readonly<Record<NonNullable<SecretQuery["rotation"]>, string>> = {
  overdue: `AND s.id IN (
    SELECT y.secret_id FROM rotation_policies y WHERE y.environment_id = $1::uuid AND y.next_at <= $7::timestamptz)`,
  failing: `AND s.id IN (
    SELECT r.secret_id FROM rotations r WHERE r.environment_id = $1::uuid AND r.ended_at IS NULL AND r.error IS NOT NULL)`,
};

type Filters = readonly [string, ...(string | readonly string[] | null)[]];

/** All that a secret has to be. Each word is a condition of its own, so that an index finds the rarest. */
function matchingOf({ search, rotation }: SecretQuery): string {
  const words = searchWords(search).map((_, i) => `AND s.search_text LIKE ($2::text[])[${i + 1}]`);
  return [MATCHING, ...words, rotation ? ROTATING[rotation] : ""].join(" ");
}

/** The filters as bound parameters $1 to $7. Planned for each call, so that absent filters cost nothing. */
function filtersOf(grant: Grant<"secret.list">, query: SecretQuery, now: Date): Filters {
  const words = searchWords(query.search);
  const [first] = words;
  const isShort = first !== undefined && words.every((word) => [...word].length < TRIGRAM_LENGTH);
  return [
    grant.environment.id,
    words.map((word) => `%${literally(word)}%`),
    isShort ? `${literally(first)}%` : null,
    query.category ?? null,
    audiencesOf(grant, query),
    grant.visibility.secretIds,
    now.toISOString(),
  ];
}

/** A text in a pattern that stands for nothing but itself. */
function literally(text: string): string {
  return text.replaceAll(/[\\%_]/g, "\\$&");
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
  { pool, now }: Pick<Ctx, "pool" | "now">,
  grant: Grant<"secret.list">,
  query: SecretQuery,
  after: Cursor | null,
): Promise<SecretRecord[]> {
  const { order, after: isAfter } = ORDERS[query.sort];
  const matching = matchingOf(query);
  const branch = (conditions: string) => `
    (SELECT * FROM secrets s WHERE ${conditions} ${after ? `AND ${isAfter}` : ""}
     ORDER BY ${order} LIMIT ${query.limit + 1})`;
  const audiences = audiencesOf(grant, query) ?? [];
  const branches =
    audiences.length > 1
      ? audiences.map((_, i) => branch(`${matching} AND s.audience = ($5::"Audience"[])[${i + 1}]`))
      : [branch(matching)];
  const text = `
    SELECT s.id, s.name, s.name_folded AS "nameFolded", s.description, s.category, s.audience,
      s.current_version AS "currentVersion", s.revision, s.created_at AS "createdAt",
      s.updated_at AS "updatedAt", s.updated_by AS "updatedBy", left(v.value, ${REPRESENTATION_LENGTH}) AS representation,
      left(v.fingerprint, ${FINGERPRINT_LENGTH}) AS fingerprint, v.expires_at AS "expiresAt"
    FROM (SELECT * FROM (${branches.join(" UNION ALL ")}) s ORDER BY ${order} LIMIT ${query.limit + 1}) s
      JOIN secret_versions v ON v.secret_id = s.id AND v.number = s.current_version
    ORDER BY ${order}`;
  const values = [...filtersOf(grant, query, now()), ...(after ? [after.key, after.id] : [])];
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
  { pool, now }: Pick<Ctx, "pool" | "now">,
  grant: Grant<"secret.list">,
  query: SecretQuery,
  max: number,
): Promise<number> {
  const text = `SELECT count(*)::int AS count FROM (SELECT 1 FROM secrets s WHERE ${matchingOf(query)} LIMIT ${max}) counted`;
  const { rows } = await pool.query<{ count: number }>(text, [...filtersOf(grant, query, now())]);
  return rows[0]?.count ?? 0;
}

/** In which other environments of the project a search would find something, and how many, counted no further than `max` in each. */
export async function countElsewhere(
  pool: Pool,
  { environment, visibility: { audiences, secretIds } }: Grant<"secret.list">,
  search: string,
  max: number,
): Promise<readonly Elsewhere[]> {
  const words = searchWords(search).map((word) => `%${literally(word)}%`);
  const matching = words.map((_, i) => `AND s.search_text LIKE ($2::text[])[${i + 1}]`).join(" ");
  const text = `
    SELECT e.slug AS environment, e.name, found.count FROM environments e CROSS JOIN LATERAL (
      SELECT count(*)::int AS count FROM (
        SELECT 1 FROM secrets s WHERE s.environment_id = e.id ${matching}
          AND ($3::text[] IS NULL OR s.audience = ANY($3::"Audience"[]))
          AND ($4::uuid[] IS NULL OR s.id = ANY($4::uuid[])) LIMIT ${max}) counted) found
    WHERE e.project_id = $5::uuid AND e.id <> $1::uuid AND found.count > 0 ORDER BY e.position, e.slug`;
  const values = [environment.id, words, audiences, secretIds, environment.projectId];
  const { rows } = await pool.query<Elsewhere>(text, values);
  return rows;
}
