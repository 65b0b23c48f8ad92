import type { EnvironmentRow, Permit } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import type { Pool } from "@/lib/db/client";
import { type Sql, sqlOn } from "@/lib/db/sql";
import { intact } from "@/lib/seals/seals";
import type { SealedRow } from "@/lib/seals/tables";
import type { ManagerConfig } from "../kinds/schema";
import type { ManagerMeta } from "../model";

interface StoredManager extends SealedRow<"external_managers"> {
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

export interface ManagerRow {
  readonly id: string;
  readonly environmentId: string;
  readonly name: string;
  readonly config: ManagerConfig;
  readonly credentialId: string;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

type Source = Pick<Ctx, "pool" | "seals">;

/** The manager of a name in an environment; null unless it is as the program wrote it. */
export async function findManager(
  { pool, seals }: Source,
  { id }: Pick<EnvironmentRow, "id">,
  name: string,
): Promise<ManagerRow | null> {
  const [row] = await sqlOn(pool)<StoredManager>`
    SELECT id, environment_id AS "environmentId", name, configuration, credential_id AS "credentialId",
      updated_at AS "updatedAt", updated_by AS "updatedBy", seal
    FROM external_managers WHERE environment_id = ${id}::uuid AND name = ${name}`;
  return rowOf(intact(seals, "external_managers", row));
}

interface StoredWithCredential extends StoredManager {
  readonly credentialVersionId: string;
}

export interface OpenableManager extends ManagerRow {
  /** The current version of its credential, so that a new one is noticed. */
  readonly credentialVersionId: string;
}

/** The same by their ids, wherever they are. */
export async function findOpenable(
  { pool, seals }: Source,
  ids: readonly string[],
): Promise<OpenableManager[]> {
  const rows = await sqlOn(pool)<StoredWithCredential>`
    SELECT m.id, m.environment_id AS "environmentId", m.name, m.configuration, m.credential_id AS "credentialId",
      m.updated_at AS "updatedAt", m.updated_by AS "updatedBy", m.seal, v.id AS "credentialVersionId"
    FROM external_managers m JOIN secrets s ON s.id = m.credential_id
      JOIN secret_versions v ON v.secret_id = s.id AND v.number = s.current_version
    WHERE m.id = ANY(${ids}::uuid[])`;
  return rows.flatMap((row) => {
    const found = rowOf(intact(seals, "external_managers", row));
    return found ? [{ ...found, credentialVersionId: row.credentialVersionId }] : [];
  });
}

function rowOf(stored: StoredManager | null): ManagerRow | null {
  if (!stored) return null;
  const { id, environmentId, name, configuration, credentialId, updatedAt, updatedBy } = stored;
  // Written by `saveManager`, as the seal shows.
  const config = configuration as ManagerConfig;
  return { id, environmentId, name, config, credentialId, updatedAt, updatedBy };
}

/** Writes a manager, in place of the one that had its id. Rejects with a violated unique index when the name is taken. */
export async function saveManager(
  sql: Sql,
  { seals }: Pick<Ctx, "seals">,
  { environment }: Permit<"manager.configure">,
  manager: Omit<ManagerRow, "environmentId">,
): Promise<void> {
  const { id, name, config: configuration, credentialId, updatedAt, updatedBy } = manager;
  const fields = { id, environmentId: environment.id, name, configuration, credentialId };
  const seal = seals.of("external_managers", fields);
  await sql`
    INSERT INTO external_managers (id, environment_id, name, configuration, credential_id, updated_at, updated_by, seal)
    VALUES (${id}::uuid, ${environment.id}::uuid, ${name}, ${JSON.stringify(configuration)}::jsonb,
      ${credentialId}::uuid, ${updatedAt}::timestamptz, ${updatedBy}, ${seal}::bytea)
    ON CONFLICT (id) DO UPDATE SET configuration = excluded.configuration, credential_id = excluded.credential_id,
      updated_at = excluded.updated_at, updated_by = excluded.updated_by, seal = excluded.seal`;
}

export async function deleteManager(sql: Sql, id: string): Promise<void> {
  await sql`DELETE FROM external_managers WHERE id = ${id}::uuid RETURNING true`;
}

interface ListedManager extends StoredManager {
  readonly project: string;
  readonly environment: string;
  readonly credential: string | null;
  readonly secrets: number;
  readonly problem: string | null;
}

/** The managers of an environment, in order, as far as the program wrote them. */
export async function listManagers(
  { pool, seals }: Source,
  { environment }: Permit<"manager.list">,
): Promise<ManagerMeta[]> {
  const rows = await sqlOn(pool)<ListedManager>`
    SELECT m.id, m.environment_id AS "environmentId", m.name, m.configuration, m.credential_id AS "credentialId",
      m.updated_at AS "updatedAt", m.updated_by AS "updatedBy", m.seal, p.slug AS project, e.slug AS environment,
      CASE WHEN c.environment_id = m.environment_id THEN c.name ELSE
        (SELECT min(g.name) FROM shared_mappings g WHERE g.secret_id = c.id AND g.environment_id = m.environment_id)
      END AS credential,
      (SELECT count(*)::int FROM secret_sources x WHERE x.manager_id = m.id) AS secrets,
      (SELECT x.error FROM secret_sources x WHERE x.manager_id = m.id AND x.failing_since IS NOT NULL
        ORDER BY x.failing_since LIMIT 1) AS problem
    FROM external_managers m JOIN environments e ON e.id = m.environment_id JOIN projects p ON p.id = e.project_id
      JOIN secrets c ON c.id = m.credential_id
    WHERE m.environment_id = ${environment.id}::uuid ORDER BY m.name`;
  return rows
    .filter((row) => seals.isIntact("external_managers", row))
    .map(
      ({
        project,
        environment,
        name,
        configuration,
        credential,
        secrets,
        problem,
        updatedAt,
        updatedBy,
      }) => ({
        ...{ project, environment, name, credential, secrets, problem, updatedBy },
        updatedAt: updatedAt.toISOString(),
        // Written by `saveManager`, as the seal shows.
        config: configuration as ManagerConfig,
      }),
    );
}

/** How many managers environments have. */
export async function countManagers(pool: Pool, environmentIds: readonly string[]): Promise<number> {
  const [row] = await sqlOn(pool)<{ count: number }>`
    SELECT count(*)::int AS count FROM external_managers WHERE environment_id = ANY(${environmentIds}::uuid[])`;
  return row?.count ?? 0;
}

/** The managers that a secret is the credential of, in order. */
export function listManagersWith(
  pool: Pool,
  credentialId: string,
  limit: number,
): Promise<{ readonly name: string; readonly environmentId: string; readonly projectId: string }[]> {
  return sqlOn(pool)`
    SELECT m.name, m.environment_id AS "environmentId", e.project_id AS "projectId"
    FROM external_managers m JOIN environments e ON e.id = m.environment_id
    WHERE m.credential_id = ${credentialId}::uuid ORDER BY m.name, m.id LIMIT ${limit}::int`;
}
