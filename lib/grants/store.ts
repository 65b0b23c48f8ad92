import { CAPABILITIES, type Capability } from "@/lib/authorization/capability";
import type { Permit, Visibility } from "@/lib/authorization/permit";
import type { Pool, Tx } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import type { RowSeals } from "@/lib/seals/seals";
import type { SealedRow } from "@/lib/seals/tables";
import type { GrantMeta, ReachingRole } from "./model";

/** Who changed a secret is looked for among so many of its versions. */
const VERSIONS_SEEN = 1_000;

export interface NewGrantRow extends Omit<SealedRow<"grants">, "seal"> {
  readonly capability: Capability;
  readonly createdAt: Date;
  readonly createdBy: string;
}

/** Inserts a grant. A unique index decides whether its holder has the same already. */
export async function insertGrant(tx: Tx, seals: RowSeals, grant: NewGrantRow): Promise<void> {
  await tx.grant.create({ data: { ...grant, seal: seals.of("grants", grant) } });
}

/** How many grants a person or a group has. */
export async function countGrants(
  tx: Tx,
  { userId, groupId }: Pick<NewGrantRow, "userId" | "groupId">,
): Promise<number> {
  return tx.grant.count({ where: { userId, groupId } });
}

export async function deleteGrant(tx: Tx, id: string): Promise<boolean> {
  return (await tx.grant.deleteMany({ where: { id } })).count === 1;
}

/** Deletes what a person or a group holds and has ended, so that it can be granted anew. */
export async function deleteEndedGrantsOf(
  tx: Tx,
  { userId, groupId }: Pick<NewGrantRow, "userId" | "groupId">,
  now: Date,
): Promise<void> {
  await tx.grant.deleteMany({ where: { userId, groupId, expiresAt: { lte: now } } });
}

/** Deletes grants that have ended. Returns how many, at most `limit`. */
export async function deleteEndedGrants(pool: Pool, now: Date, limit: number): Promise<number> {
  const rows = await sqlOn(pool)`
    DELETE FROM grants WHERE id IN (
      SELECT id FROM grants WHERE expires_at <= ${now} LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING 1 AS deleted`;
  return rows.length;
}

/**
 * How many secrets of these audiences begin like this in an environment or, without one, in a project; counted no further than
 * `max`.
 */
export async function countMatches(
  pool: Pool,
  { projectId, environmentId }: Pick<NewGrantRow, "projectId" | "environmentId">,
  { prefix, audiences }: { readonly prefix: string; readonly audiences: Visibility["audiences"] },
  max: number,
): Promise<number> {
  const [row] = await sqlOn(pool)<{ count: number }>`
    SELECT count(*)::int AS count FROM (
      SELECT 1 FROM environments e JOIN secrets s ON s.environment_id = e.id AND s.name_folded ^@ ${prefix}::text
      WHERE e.project_id = ${projectId}::uuid AND (${environmentId}::uuid IS NULL OR e.id = ${environmentId}::uuid)
        AND (${audiences}::text[] IS NULL OR s.audience = ANY(${audiences}::"Audience"[]))
      LIMIT ${max}::int) counted`;
  return row?.count ?? 0;
}

/** When somebody changed a secret, or read it through a personal key, last: a person, or a group by one of its people; by their id. */
export function lastUsesBy(
  pool: Pool,
  secretId: string,
): Promise<{ readonly by: string; readonly at: Date }[]> {
  return sqlOn(pool)<{ by: string; at: Date }>`
    WITH uses AS (
      SELECT email, max(at) AS at FROM (
        (SELECT created_by AS email, created_at AS at FROM secret_versions WHERE secret_id = ${secretId}::uuid
         ORDER BY number DESC LIMIT ${VERSIONS_SEEN}::int)
        UNION ALL SELECT updated_by, updated_at FROM secrets WHERE id = ${secretId}::uuid
        UNION ALL SELECT person, last_at FROM personal_reads WHERE secret_id = ${secretId}::uuid
      ) used GROUP BY email
    ), people AS (SELECT u.id, c.at FROM uses c JOIN users u ON u.email = c.email)
    SELECT id AS by, at FROM people
    UNION ALL
    SELECT m.group_id, max(at) FROM people JOIN group_members m ON m.user_id = people.id GROUP BY m.group_id`;
}

/** How many active people have each role that sees every secret, and when one of them changed or read this one last. */
export function listRoles(pool: Pool, secretId: string): Promise<ReachingRole[]> {
  return sqlOn(pool)<ReachingRole>`
    WITH uses AS (
      (SELECT created_by AS email, created_at AS at FROM secret_versions WHERE secret_id = ${secretId}::uuid
       ORDER BY number DESC LIMIT ${VERSIONS_SEEN}::int)
      UNION ALL SELECT updated_by, updated_at FROM secrets WHERE id = ${secretId}::uuid
      UNION ALL SELECT person, last_at FROM personal_reads WHERE secret_id = ${secretId}::uuid
    )
    SELECT u.role::text AS role, count(DISTINCT u.id)::int AS people, max(c.at) AS "lastUsedAt"
    FROM users u LEFT JOIN uses c ON c.email = u.email
    WHERE u.role <> 'member' AND u.status = 'active' GROUP BY u.role ORDER BY u.role`;
}

/** How many grants that have not ended reach a secret. */
export async function countReaching(
  pool: Pool,
  { environment, secret }: Pick<Permit<"grant.read">, "environment" | "secret">,
  now: Date,
): Promise<number> {
  const [row] = await sqlOn(pool)<{ count: number }>`
    SELECT count(*)::int AS count FROM grants g
    WHERE (g.expires_at IS NULL OR g.expires_at > ${now}::timestamptz)
      AND (g.secret_id = ${secret.id}::uuid
        OR (g.secret_id IS NULL AND g.project_id = ${environment.projectId}::uuid
          AND (g.environment_id IS NULL OR g.environment_id = ${environment.id}::uuid)
          AND (g.name_prefix IS NULL OR lower(${secret.name}::text) ^@ lower(g.name_prefix))))`;
  return row?.count ?? 0;
}

/** Which grants are listed: those after an id, of a project, of a person and their groups, of a group, or that reach a secret. */
export interface GrantsWanted {
  readonly id?: string;
  readonly projectId?: string;
  readonly userId?: string;
  readonly groupId?: string;
  readonly reaching?: Pick<Permit<"grant.read">, "environment" | "secret">;
  /** Those of this environment alone. */
  readonly environmentId?: string | null;
  /** Without those on one secret of another audience. */
  readonly audiences?: Visibility["audiences"];
  readonly after?: string | undefined;
  readonly limit: number;
}

interface GrantRow extends SealedRow<"grants"> {
  readonly email: string | null;
  readonly personName: string | null;
  readonly groupSlug: string | null;
  readonly groupName: string | null;
  readonly project: string;
  readonly environment: string | null;
  readonly secret: string | null;
  readonly createdAt: Date;
  readonly createdBy: string;
}

/** A grant as it is listed, with what it was written as. */
export interface StoredGrant extends GrantMeta {
  readonly row: SealedRow<"grants">;
}

/**
 * One page of the grants that have not ended, in the order they were made, as far as the program wrote them: others leave a gap
 * in their page.
 */
export async function listGrants(
  pool: Pool,
  seals: RowSeals,
  now: Date,
  { id, projectId, userId, groupId, reaching, environmentId, audiences, after, limit }: GrantsWanted,
): Promise<{ readonly items: readonly StoredGrant[]; readonly next: string | null }> {
  const rows = await sqlOn(pool)<GrantRow>`
    SELECT g.id, g.user_id AS "userId", g.group_id AS "groupId", g.project_id AS "projectId",
      g.environment_id AS "environmentId", g.secret_id AS "secretId", g.name_prefix AS "namePrefix", g.capability,
      g.expires_at AS "expiresAt", g.seal, g.created_at AS "createdAt", g.created_by AS "createdBy",
      u.email, u.name AS "personName", r.slug AS "groupSlug", r.name AS "groupName",
      p.slug AS project, e.slug AS environment, s.name AS secret
    FROM grants g JOIN projects p ON p.id = g.project_id
      LEFT JOIN environments e ON e.id = g.environment_id LEFT JOIN secrets s ON s.id = g.secret_id
      LEFT JOIN users u ON u.id = g.user_id LEFT JOIN groups r ON r.id = g.group_id
    WHERE (g.expires_at IS NULL OR g.expires_at > ${now})
      AND (${id ?? null}::uuid IS NULL OR g.id = ${id ?? null}::uuid)
      AND (${projectId ?? null}::uuid IS NULL OR g.project_id = ${projectId ?? null}::uuid)
      AND (${environmentId ?? null}::uuid IS NULL OR g.environment_id = ${environmentId ?? null}::uuid)
      AND (${audiences ?? null}::text[] IS NULL OR s.id IS NULL OR s.audience = ANY(${audiences ?? null}::"Audience"[]))
      AND (${groupId ?? null}::uuid IS NULL OR g.group_id = ${groupId ?? null}::uuid)
      AND (${userId ?? null}::uuid IS NULL OR g.user_id = ${userId ?? null}::uuid OR g.group_id IN (
        SELECT m.group_id FROM group_members m WHERE m.user_id = ${userId ?? null}::uuid))
      AND (${reaching?.secret.id ?? null}::uuid IS NULL OR g.secret_id = ${reaching?.secret.id ?? null}::uuid
        OR (g.secret_id IS NULL AND g.project_id = ${reaching?.environment.projectId ?? null}::uuid
          AND (g.environment_id IS NULL OR g.environment_id = ${reaching?.environment.id ?? null}::uuid)
          AND (g.name_prefix IS NULL OR lower(${reaching?.secret.name ?? ""}::text) ^@ lower(g.name_prefix))))
      AND (${after ?? null}::uuid IS NULL OR g.id > ${after ?? null}::uuid)
    ORDER BY g.id LIMIT ${limit + 1}::int`;
  const page = rows.slice(0, limit);
  return {
    items: page.filter((row) => seals.isIntact("grants", row)).flatMap(metaOf),
    next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  };
}

function metaOf(found: GrantRow): StoredGrant[] {
  const {
    email,
    personName,
    groupSlug,
    groupName,
    project,
    environment,
    secret,
    createdAt,
    createdBy,
    ...row
  } = found;
  const capability = CAPABILITIES.find((known) => known === row.capability);
  const holder =
    row.userId !== null && email !== null
      ? ({ kind: "person", id: row.userId, email, name: personName ?? email } as const)
      : ({ kind: "group", id: row.groupId ?? "", slug: groupSlug ?? "", name: groupName ?? "" } as const);
  if (capability === undefined) return [];
  const meta = {
    ...{ id: row.id, holder, project, environment, secret, capability, createdBy },
    pattern: row.namePrefix === null ? null : `${row.namePrefix}*`,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  };
  return [{ ...meta, row }];
}
