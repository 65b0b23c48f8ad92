import type { EnvironmentRow } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { type Sql, sqlOn } from "@/lib/db/sql";
import { newId } from "@/lib/platform/ids";
import { type PoolRow, poolsOf, type StoredPool } from "./rows";
import type { NewPool } from "./schema";

type Environment = Pick<EnvironmentRow, "id">;

/** The pools of an environment by name, without values, or the one of a folded name: those that are as the program wrote them. */
export async function listPools(
  sql: Sql,
  { seals }: Pick<Ctx, "seals">,
  { id }: Environment,
  nameFolded: string | null,
): Promise<StoredPool[]> {
  const rows = await sql<PoolRow>`
    SELECT p.id AS "poolId", p.environment_id AS "environmentId", p.name AS "poolName",
      p.name_folded AS "poolNameFolded", p.strategy, p.seal AS "poolSeal", p.description, p.revision,
      p.updated_at AS "updatedAt", p.updated_by AS "updatedBy", m.weight, m.is_on AS "isOn", m.out_until AS "outUntil",
      m.refused_version AS "refusedVersion", m.refused_at AS "refusedAt", m.seal AS "memberSeal", s.id AS "secretId",
      s.environment_id AS "secretEnvironmentId", s.name AS "secretName", s.name_folded AS "secretNameFolded",
      s.variable AS "secretVariable", s.audience, s.current_version AS "currentVersion", s.seal AS "secretSeal",
      g.id AS "mappingId", g.name AS "mappedName", g.name_folded AS "mappedNameFolded",
      g.variable AS "mappedVariable", g.seal AS "mappingSeal", e.project_id AS "projectId", v.id AS "currentVersionId",
      v.project_key_id AS "projectKeyId", NULL AS value, 0 AS "takenThisHour"
    FROM key_pools p JOIN key_pool_members m ON m.pool_id = p.id JOIN secrets s ON s.id = m.secret_id
      JOIN environments e ON e.id = s.environment_id
      JOIN secret_versions v ON v.secret_id = s.id AND v.number = s.current_version
      LEFT JOIN LATERAL (
        SELECT * FROM shared_mappings t WHERE t.environment_id = p.environment_id AND t.secret_id = s.id
        ORDER BY t.name_folded LIMIT 1
      ) g ON s.environment_id <> p.environment_id
    WHERE p.environment_id = ${id}::uuid
      AND (${nameFolded}::text IS NULL OR p.name_folded = ${nameFolded}::text)
    ORDER BY p.name_folded, m.position`;
  return poolsOf(seals, rows);
}

/** Takes the row of a pool until the commit. Null when there is none. */
export async function lockPool(
  sql: Sql,
  { id }: Environment,
  nameFolded: string,
): Promise<{ readonly id: string; readonly revision: number } | null> {
  const [row] = await sql<{ id: string; revision: number }>`
    SELECT id, revision FROM key_pools WHERE environment_id = ${id}::uuid AND name_folded = ${nameFolded}
    FOR NO KEY UPDATE`;
  return row ?? null;
}

export async function countPools(sql: Sql, { id }: Environment): Promise<number> {
  const [row] = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM key_pools WHERE environment_id = ${id}::uuid`;
  return row?.count ?? 0;
}

/** Writes a pool: a new one without an id. Returns its id. */
export async function savePool(
  sql: Sql,
  { seals }: Pick<Ctx, "seals">,
  pool: Pick<NewPool, "description" | "strategy"> & {
    readonly id: string | null;
    readonly environmentId: string;
    readonly name: string;
    readonly nameFolded: string;
  },
  { now, by }: { readonly now: Date; readonly by: string },
): Promise<string> {
  const { environmentId, name, nameFolded, strategy, description } = pool;
  const id = pool.id ?? newId(now);
  const seal = seals.of("key_pools", { id, environmentId, name, nameFolded, strategy });
  await sql`
    INSERT INTO key_pools (id, environment_id, name, name_folded, description, strategy, created_at, created_by,
      updated_at, updated_by, seal)
    VALUES (${id}::uuid, ${environmentId}::uuid, ${name}, ${nameFolded}, ${description}, ${strategy}::"PoolStrategy",
      ${now}::timestamptz, ${by}, ${now}::timestamptz, ${by}, ${seal}::bytea)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description,
      strategy = excluded.strategy, revision = key_pools.revision + 1, updated_at = excluded.updated_at,
      updated_by = excluded.updated_by, seal = excluded.seal`;
  return id;
}

export interface MemberInput {
  readonly secretId: string;
  readonly weight: number;
  readonly isOn: boolean;
}

/**
 * Writes the members of a pool in their order; one that was there keeps its state. Returns how many of them are there: what
 * was deleted, or is mapped here no more, is not. Mappings are held until the commit, so that none goes at this very moment.
 */
export async function replaceMembers(
  sql: Sql,
  { seals }: Pick<Ctx, "seals">,
  { id: environmentId }: Environment,
  poolId: string,
  members: readonly MemberInput[],
): Promise<number> {
  const secretIds = members.map(({ secretId }) => secretId);
  const memberSeals = members.map((member) => seals.of("key_pool_members", { poolId, ...member }));
  await sql`
    SELECT id FROM shared_mappings
    WHERE environment_id = ${environmentId}::uuid AND secret_id = ANY(${secretIds}::uuid[]) ORDER BY id FOR KEY SHARE`;
  await sql`
    DELETE FROM key_pool_members WHERE pool_id = ${poolId}::uuid AND secret_id <> ALL(${secretIds}::uuid[])`;
  const there = await sql`
    INSERT INTO key_pool_members (pool_id, secret_id, position, weight, is_on, seal)
    SELECT ${poolId}::uuid, s.id, w.position, w.weight, w.is_on, w.seal
    FROM unnest(${secretIds}::uuid[], ${members.map(({ weight }) => weight)}::int[],
        ${members.map(({ isOn }) => isOn)}::bool[], ${memberSeals}::bytea[])
      WITH ORDINALITY AS w (secret_id, weight, is_on, seal, position)
    JOIN secrets s ON s.id = w.secret_id
    WHERE s.environment_id = ${environmentId}::uuid OR EXISTS (
      SELECT 1 FROM shared_mappings m WHERE m.environment_id = ${environmentId}::uuid AND m.secret_id = s.id)
    ON CONFLICT (pool_id, secret_id) DO UPDATE SET position = excluded.position, weight = excluded.weight,
      is_on = excluded.is_on, seal = excluded.seal
    RETURNING secret_id`;
  return there.length;
}

export async function deletePool(sql: Sql, id: string): Promise<void> {
  await sql`DELETE FROM key_pools WHERE id = ${id}::uuid`;
}

/** The allowlist endpoints of an environment that draw from a pool. */
export async function listDrawing(
  sql: Sql,
  { id }: Environment,
  nameFolded: string,
  limit: number,
): Promise<string[]> {
  const rows = await sql<{ name: string }>`
    SELECT a.name FROM allowlist_endpoints a
    WHERE a.environment_id = ${id}::uuid AND EXISTS (
      SELECT 1 FROM jsonb_path_query(a.configuration, '$.*[*].value.from.pool') AS p WHERE lower(p #>> '{}') = ${nameFolded})
    ORDER BY a.name_folded LIMIT ${limit}::int`;
  return rows.map(({ name }) => name);
}

export interface MembershipRow {
  readonly pool: string;
  readonly project: string;
  readonly projectId: string;
  readonly environment: string;
  readonly environmentId: string;
}

/** How many pools a project has; `limit` at most. */
export async function countPoolsOfProject(
  pool: Ctx["pool"],
  projectId: string,
  limit: number,
): Promise<number> {
  const [counted] = await sqlOn(pool)<{ count: number }>`
    SELECT count(*)::int AS count FROM (
      SELECT 1 FROM key_pools p JOIN environments e ON e.id = p.environment_id
      WHERE e.project_id = ${projectId}::uuid LIMIT ${limit}::int) p`;
  return counted?.count ?? 0;
}

/** The pools that a secret is in; `limit` at most. */
export function listMemberships(
  pool: Ctx["pool"],
  secretId: string,
  limit: number,
): Promise<MembershipRow[]> {
  return sqlOn(pool)<MembershipRow>`
    SELECT p.name AS pool, j.slug AS project, j.id AS "projectId", e.slug AS environment, e.id AS "environmentId"
    FROM key_pool_members m JOIN key_pools p ON p.id = m.pool_id JOIN environments e ON e.id = p.environment_id
      JOIN projects j ON j.id = e.project_id
    WHERE m.secret_id = ${secretId}::uuid ORDER BY j.slug, e.position, p.name_folded LIMIT ${limit}::int`;
}

/**
 * The pools of an environment that have a member which no other mapping than this one brings there. All mappings of that
 * secret are held until the commit.
 */
export async function listPoolsOfMapping(
  sql: Sql,
  { id }: Environment,
  mappingId: string,
  limit: number,
): Promise<string[]> {
  await sql`
    SELECT o.id FROM shared_mappings o
    WHERE o.environment_id = ${id}::uuid
      AND o.secret_id = (SELECT m.secret_id FROM shared_mappings m WHERE m.id = ${mappingId}::uuid)
    ORDER BY o.id FOR UPDATE`;
  const rows = await sql<{ pool: string }>`
    SELECT p.name AS pool
    FROM shared_mappings g JOIN key_pool_members m ON m.secret_id = g.secret_id
      JOIN key_pools p ON p.id = m.pool_id AND p.environment_id = g.environment_id
    WHERE g.id = ${mappingId}::uuid AND g.environment_id = ${id}::uuid AND NOT EXISTS (
      SELECT 1 FROM shared_mappings o
      WHERE o.environment_id = g.environment_id AND o.secret_id = g.secret_id AND o.id <> g.id)
    ORDER BY p.name_folded LIMIT ${limit}::int`;
  return rows.map(({ pool }) => pool);
}
