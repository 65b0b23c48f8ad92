import type { Permit, WideVisibility } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import type { Cursor } from "@/lib/platform/cursor";
import type { Elsewhere, FoundSecret } from "../model";
import type { SecretQuery } from "../schema";
import { literally, searchPatterns, searchWords } from "../search-text";
import { FINGERPRINT_LENGTH, REPRESENTATION_LENGTH, type SecretRecord, SOURCE } from "../store";
import { type Sort, usualOrder } from "./model";

/** Shorter words alone match the beginning of names: a trigram index knows nothing of one or two letters. */
const TRIGRAM_LENGTH = 3;

/** A list's order: that of an index, so that a page is a short walk along it, and the next begins where the last one ended. */
interface OrderedBy {
  readonly columns: readonly string[];
  /** Where a cursor is among them. */
  readonly bounds: readonly string[];
  /** What a cursor keeps of a row. */
  readonly key: string;
}

const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::bigint::text`;
const AT = "to_timestamp($9::text::numeric / 1000)";
const ORDERS: Readonly<Record<Sort, OrderedBy>> = {
  updated: { columns: ["s.updated_at", "s.id"], bounds: [AT, "$10::uuid"], key: ms("s.updated_at") },
  replaced: { columns: ["s.replaced_at", "s.id"], bounds: [AT, "$10::uuid"], key: ms("s.replaced_at") },
  created: { columns: ["s.id"], bounds: ["$10::uuid"], key: ms("s.created_at") },
  name: { columns: ["s.name_folded"], bounds: ["$9::text"], key: "s.name_folded" },
  // Never is 1970.
  used: {
    columns: ["u.last_at", "u.secret_id"],
    bounds: [AT, "$10::uuid"],
    key: ms("u.last_at"),
  },
};

const MATCHING = `
  s.environment_id = $1::uuid
  AND ($3::text IS NULL OR s.name_folded LIKE $3)
  AND ($4::text IS NULL OR s.category = $4::"Category")
  AND ($5::text[] IS NULL OR s.audience = ANY($5::"Audience"[]))
  AND ($6::uuid[] IS NULL) IS NOT NULL AND $8::text[] IS NOT NULL
  AND $2::text[] IS NOT NULL AND $7::timestamptz IS NOT NULL`;

/** With more ids, each row is looked up in a hash of them: planning looks at each of an array. */
const ARRAY_IDS_MAX = 200;
/** So many beginnings of names are each found along the index of names. */
const RANGES_MAX = 20;

/** Only what is seen: the ids of `$6`, and names that begin as `$8` says. */
function seenOnly({ secretIds, prefixes }: Permit<"secret.list">["visibility"]): string {
  if (secretIds === null) return "";
  const isAmong =
    secretIds.length > ARRAY_IDS_MAX
      ? "(s.id IN (SELECT unnest($6::uuid[]))) IS TRUE"
      : "s.id = ANY($6::uuid[])";
  // Folded names are ASCII without DEL, and compared byte by byte.
  const begins = (i: number) =>
    `(s.name_folded >= ($8::text[])[${i}] AND s.name_folded < ($8::text[])[${i}] || chr(127))`;
  const ranges =
    prefixes.length > RANGES_MAX
      ? ["s.name_folded ^@ ANY($8::text[])"]
      : prefixes.map((_, i) => begins(i + 1));
  return `AND (${[isAmong, ...ranges].join(" OR ")})`;
}

const BY_USE = "JOIN secret_last_reads u ON u.secret_id = s.id AND u.environment_id = s.environment_id";

/** What is looked through: last reads stand beside the secrets, so that a read changes none of their indexes. */
function sourceOf({ use }: SecretQuery, sort?: Sort): string {
  return `secrets s ${use || sort === "used" ? BY_USE : ""}`;
}

/** Secrets whose rotation is late, and those of which one failed and was not mended yet. `$7` is the time. */
const ROTATING: Readonly<Record<NonNullable<SecretQuery["rotation"]>, string>> = {
  overdue: `AND s.id IN (
    SELECT y.secret_id FROM rotation_policies y WHERE y.environment_id = $1::uuid AND y.next_at <= $7::timestamptz)`,
  failing: `AND s.id IN (
    SELECT r.secret_id FROM rotations r WHERE r.environment_id = $1::uuid AND r.ended_at IS NULL AND r.error IS NOT NULL)`,
};

type Filters = readonly [string, ...(string | readonly string[] | null)[]];

/** Names become variables as `variableOf` has it. */
const REQUIRED = `AND s.variable IN (
  SELECT upper(translate(d.name, '-.', '__')) FROM declarations d JOIN environments e ON e.project_id = d.project_id
  WHERE e.id = $1::uuid AND d.requirement = 'required')`;

/** All that a secret has to be. Each word is a condition of its own, so that an index finds the rarest. */
function matchingOf(
  { visibility }: Permit<"secret.list">,
  { search, rotation, age, use, need }: SecretQuery,
): string {
  const words = searchWords(search).map((_, i) => `AND s.search_text LIKE ($2::text[])[${i + 1}]`);
  return [
    ...[MATCHING, seenOnly(visibility), ...words],
    rotation ? ROTATING[rotation] : "",
    age ? `AND s.replaced_at <= $7::timestamptz - interval '${Number(age)} days'` : "",
    use ? "AND u.last_at = 'epoch'" : "",
    need ? REQUIRED : "",
  ].join(" ");
}

/** The filters as bound parameters $1 to $8. Planned for each call, so that absent filters cost nothing. */
function filtersOf(permit: Permit<"secret.list">, query: SecretQuery, now: Date): Filters {
  const words = searchWords(query.search);
  const [first] = words;
  const isShort = first !== undefined && words.every((word) => [...word].length < TRIGRAM_LENGTH);
  return [
    permit.environment.id,
    searchPatterns(query.search),
    isShort ? `${literally(first)}%` : null,
    query.category ?? null,
    audiencesOf(permit, query),
    permit.visibility.secretIds,
    now.toISOString(),
    permit.visibility.prefixes,
  ];
}

/** The audiences that are both asked for and seen; null for all of them. */
function audiencesOf(
  { visibility }: Permit<"secret.list">,
  { audience }: SecretQuery,
): readonly string[] | null {
  if (audience === undefined) return visibility.audiences;
  return (visibility.audiences ?? [audience]).filter((seen) => seen === audience);
}

interface SortKey {
  readonly sortKey: string;
}

/**
 * One page of secrets in an index's order, beginning after `after`. A reader of several audiences gets one branch for
 * each, so that every branch is a short walk along an index.
 */
export async function listSecrets(
  { pool, now }: Pick<Ctx, "pool" | "now">,
  permit: Permit<"secret.list">,
  query: SecretQuery,
  after: Cursor | null,
): Promise<(SecretRecord & SortKey)[]> {
  const { columns, bounds, key } = ORDERS[query.sort];
  const [direction, beyond] =
    (query.order ?? usualOrder(query.sort)) === "asc" ? ["ASC", ">"] : ["DESC", "<"];
  const isAfter = `AND (${columns.join(", ")}) ${beyond} (${bounds.join(", ")})
    AND $9::text IS NOT NULL AND $10::uuid IS NOT NULL`;
  const sortedColumns = columns.map((column, i) => `${column} AS sorted_${i}`);
  const order = columns.map((_, i) => `sorted_${i} ${direction}`).join(", ");
  const matching = matchingOf(permit, query);
  const branch = (conditions: string) => `
    (SELECT s.*, ${key} AS "sortKey", ${sortedColumns.join(", ")} FROM ${sourceOf(query, query.sort)}
     WHERE ${conditions} ${after ? isAfter : ""} ORDER BY ${order} LIMIT ${query.limit + 1})`;
  const audiences = audiencesOf(permit, query) ?? [];
  const branches =
    audiences.length > 1
      ? audiences.map((_, i) => branch(`${matching} AND s.audience = ($5::"Audience"[])[${i + 1}]`))
      : [branch(matching)];
  const text = `
    SELECT s.id, s.name, s.name_folded AS "nameFolded", s.description, s.category, s.audience,
      s.current_version AS "currentVersion", s.revision, s.created_at AS "createdAt",
      s.updated_at AS "updatedAt", s.updated_by AS "updatedBy", s.replaced_at AS "replacedAt",
      s."sortKey", left(v.value, ${REPRESENTATION_LENGTH}) AS representation,
      left(v.fingerprint, ${FINGERPRINT_LENGTH}) AS fingerprint, v.expires_at AS "expiresAt", ${SOURCE} AS source
    FROM (SELECT * FROM (${branches.join(" UNION ALL ")}) s ORDER BY ${order} LIMIT ${query.limit + 1}) s
      JOIN secret_versions v ON v.secret_id = s.id AND v.number = s.current_version
    ORDER BY ${order}`;
  const values = [...filtersOf(permit, query, now()), ...(after ? [after.key, after.id] : [])];
  const { rows } = await pool.query<SecretRecord & SortKey>(text, values);
  return rows;
}

/** When an API key was handed the value of each of these secrets last, by its id; those that none has read are left out. */
export async function lastReads(pool: Pool, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await sqlOn(pool)<{ id: string; at: Date }>`
    SELECT secret_id AS id, last_at AS at FROM secret_last_reads
    WHERE secret_id = ANY(${ids}::uuid[]) AND last_at > 'epoch'`;
  return new Map(rows.map(({ id, at }) => [id, at.toISOString()]));
}

/** How many secrets match, counted no further than `max`. */
export async function countSecrets(
  { pool, now }: Pick<Ctx, "pool" | "now">,
  permit: Permit<"secret.list">,
  query: SecretQuery,
  max: number,
): Promise<number> {
  const text = `SELECT count(*)::int AS count FROM (SELECT 1 FROM ${sourceOf(query)} WHERE ${matchingOf(permit, query)} LIMIT ${max}) counted`;
  const { rows } = await pool.query<{ count: number }>(text, [...filtersOf(permit, query, now())]);
  return rows[0]?.count ?? 0;
}

/** Which secrets of all environments are seen, as `$2` to `$5`, where `e` is the environment of `s`. */
const SEEN = `
  ($2::text[] IS NULL OR s.audience = ANY($2::"Audience"[]))
  AND ($3::uuid[] IS NULL OR s.id = ANY($3::uuid[]) OR e.id = ANY($4::uuid[]) OR e.project_id = ANY($4::uuid[])
    OR EXISTS (SELECT 1 FROM jsonb_to_recordset($5::jsonb) p ("scopeId" uuid, prefix text)
      WHERE p."scopeId" IN (e.id, e.project_id) AND s.name_folded ^@ p.prefix))`;

function seenBy({ audiences, secretIds, scopeIds, prefixes }: WideVisibility) {
  return [audiences, secretIds, scopeIds, JSON.stringify(prefixes)] as const;
}

/** The words of a search from `$6` on. */
function wordsFrom6(words: readonly string[]): string {
  return words.map((_, i) => `AND s.search_text LIKE ($6::text[])[${i + 1}]`).join(" ");
}

/** In which other environments of the project a search would find something, and how many, counted no further than `max` in each. */
export async function countElsewhere(
  pool: Pool,
  { environment }: Permit<"secret.list">,
  visibility: WideVisibility,
  search: string,
  max: number,
): Promise<readonly Elsewhere[]> {
  const words = searchPatterns(search);
  const text = `
    SELECT e.slug AS environment, e.name, found.count FROM environments e CROSS JOIN LATERAL (
      SELECT count(*)::int AS count FROM (
        SELECT 1 FROM secrets s WHERE s.environment_id = e.id ${wordsFrom6(words)} AND ${SEEN} LIMIT ${max}) counted) found
    WHERE e.project_id = $7::uuid AND e.id <> $1::uuid AND found.count > 0 ORDER BY e.position, e.slug`;
  const values = [environment.id, ...seenBy(visibility), words, environment.projectId];
  const { rows } = await pool.query<Elsewhere>(text, values);
  return rows;
}

/** More matches than anybody looks through: no search walks further. */
const WALKED_MAX = 2_000;

/** Secrets outside of an environment that a search finds, in all projects, by name. */
export async function findOutside(
  pool: Pool,
  { environment }: Permit<"secret.list">,
  visibility: WideVisibility,
  search: string,
  max: number,
): Promise<readonly FoundSecret[]> {
  const words = searchPatterns(search);
  const text = `
    SELECT found.* FROM (
      SELECT s.id, s.name, s.name_folded, p.slug AS project, e.slug AS environment, e.name AS "environmentName", e.position
      FROM secrets s JOIN environments e ON e.id = s.environment_id JOIN projects p ON p.id = e.project_id
      WHERE s.environment_id <> $1::uuid ${wordsFrom6(words)} AND ${SEEN} LIMIT ${WALKED_MAX}) found
    ORDER BY found.name_folded, found.project, found.position LIMIT ${max}`;
  const { rows } = await pool.query<FoundSecret>(text, [environment.id, ...seenBy(visibility), words]);
  return rows.map(({ id, name, project, environment: slug, environmentName }) => ({
    ...{ id, name, project, environmentName },
    environment: slug,
  }));
}
