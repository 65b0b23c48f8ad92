import type { EnvironmentRow, Permit } from "@/lib/authorization/permit";
import { batchOn } from "@/lib/db/batch";
import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import type { RowSeals } from "@/lib/seals/seals";
import { type PoolRow, poolsOf, type StoredMember, type StoredPool } from "../rows";

/** A sealed value that is longer is read only once its member is picked. */
const READ_AT_ONCE_LENGTH_MAX = 4_096;

/** What lets somebody get a member: to see it, or to have it sent. */
export type DrawPermit = Permit<"pool.use"> | Permit<"allowlist.send">;

/** One question for one pool. */
type Asked = readonly [environmentId: string, nameFolded: string, hourMs: number];

/**
 * A pool with all its members, their state and sealed values: one point read for all who ask at about the same time. The caller
 * checks which of the members the reader may know of, and with `isNameIntact` the one that is picked.
 */
export async function findPool(
  pool: Pool,
  seals: RowSeals,
  { environment }: DrawPermit,
  nameFolded: string,
  hour: Date,
): Promise<StoredPool | null> {
  return intactOf(seals, await askFor(pool, keyOf([environment.id, nameFolded, hour.getTime()])));
}

export type PrefetchedPool = (
  permit: Permit<"pool.use">,
  nameFolded: string,
) => Promise<StoredPool | null> | null;

/** Asks for a pool before anybody may have it: it comes out against the permit that `findPool` takes. */
export function prefetchPool(
  pool: Pool,
  seals: RowSeals,
  { id }: Pick<EnvironmentRow, "id">,
  prefetchedName: string,
  hour: Date,
): PrefetchedPool {
  const found = askFor(pool, keyOf([id, prefetchedName, hour.getTime()]));
  return ({ environment }, nameFolded) =>
    environment.id === id && nameFolded === prefetchedName
      ? found.then((rows) => intactOf(seals, rows))
      : null;
}

/** Whoever asks for the same pool shares its rows. */
function keyOf(asked: Asked): string {
  return JSON.stringify(asked);
}

const askFor = batchOn(async (pool: Pool, keys: readonly string[]) => {
  const asked = keys.map((key): Asked => JSON.parse(key));
  const rows = await sqlOn(pool)<PoolRow & { readonly n: number }>`
    SELECT q.n::int AS n, p.id AS "poolId", p.environment_id AS "environmentId", p.name AS "poolName",
      p.name_folded AS "poolNameFolded", p.strategy, p.seal AS "poolSeal", p.description, p.revision,
      p.updated_at AS "updatedAt", p.updated_by AS "updatedBy", m.weight, m.is_on AS "isOn", m.out_until AS "outUntil",
      m.refused_version AS "refusedVersion", m.refused_at AS "refusedAt", m.seal AS "memberSeal", s.id AS "secretId",
      s.environment_id AS "secretEnvironmentId", s.name AS "secretName", s.name_folded AS "secretNameFolded",
      s.variable AS "secretVariable", s.audience, s.current_version AS "currentVersion", s.seal AS "secretSeal",
      g.id AS "mappingId", g.name AS "mappedName", g.name_folded AS "mappedNameFolded",
      g.variable AS "mappedVariable", g.seal AS "mappingSeal", e.project_id AS "projectId", v.id AS "currentVersionId",
      v.project_key_id AS "projectKeyId", v.origin = 'external' AS "isExternal",
      CASE WHEN octet_length(v.value) <= ${READ_AT_ONCE_LENGTH_MAX}::int THEN v.value END AS value,
      coalesce(c.taken, 0) AS "takenThisHour"
    FROM unnest(
      (SELECT ${asked.map(([environmentId]) => environmentId)}::uuid[]),
      (SELECT ${asked.map(([, nameFolded]) => nameFolded)}::text[]),
      (SELECT ${asked.map(([, , hourMs]) => new Date(hourMs))}::timestamptz[])
    ) WITH ORDINALITY AS q (environment_id, name_folded, hour, n)
    JOIN key_pools p ON p.environment_id = q.environment_id AND p.name_folded = q.name_folded
    JOIN key_pool_members m ON m.pool_id = p.id JOIN secrets s ON s.id = m.secret_id
    JOIN environments e ON e.id = s.environment_id
    JOIN secret_versions v ON v.secret_id = s.id AND v.number = s.current_version
    LEFT JOIN LATERAL (
      SELECT * FROM shared_mappings t WHERE t.environment_id = p.environment_id AND t.secret_id = s.id
      ORDER BY t.name_folded LIMIT 1
    ) g ON s.environment_id <> p.environment_id
    LEFT JOIN key_pool_counts c ON p.strategy = 'leastUsed' AND c.pool_id = p.id AND c.secret_id = s.id AND c.hour = q.hour
    ORDER BY q.n, m.position`;
  const byQuestion = new Map<number, PoolRow[]>(asked.map((_, i) => [i + 1, []]));
  for (const row of rows) byQuestion.get(row.n)?.push(row);
  return [...byQuestion.values()];
});

function intactOf(seals: RowSeals, rows: readonly PoolRow[]): StoredPool | null {
  return poolsOf(seals, rows)[0] ?? null;
}

/** The sealed value of a member that was too long to be read beside the others; null when it is gone. */
export async function findValue(
  pool: Pool,
  _permit: DrawPermit,
  { currentVersionId }: StoredMember,
): Promise<string | null> {
  const [row] = await sqlOn(pool)<{ value: string }>`
    SELECT value FROM secret_versions WHERE id = ${currentVersionId}::uuid`;
  return row?.value ?? null;
}
