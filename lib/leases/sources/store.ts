import type { EnvironmentRow, Permit } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import type { Pool } from "@/lib/db/client";
import { type Sql, sqlOn } from "@/lib/db/sql";
import { intact } from "@/lib/seals/seals";
import type { SealedRow } from "@/lib/seals/tables";
import type { LeaseSourceEntry } from "../model";
import type { LeaseSource } from "../schema";

interface StoredSource extends SealedRow<"lease_sources"> {
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

export interface SourceRow {
  readonly id: string;
  readonly environmentId: string;
  readonly name: string;
  readonly source: LeaseSource;
  readonly credentialId: string;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

type Source = Pick<Ctx, "pool" | "seals">;

/** The source of a name in an environment; null unless it is as the program wrote it. */
export async function findSource(
  { pool, seals }: Source,
  { id }: Pick<EnvironmentRow, "id">,
  name: string,
): Promise<SourceRow | null> {
  const [row] = await sqlOn(pool)<StoredSource>`
    SELECT id, environment_id AS "environmentId", name, configuration, credential_id AS "credentialId",
      updated_at AS "updatedAt", updated_by AS "updatedBy", seal
    FROM lease_sources WHERE environment_id = ${id}::uuid AND name = ${name}`;
  return rowOf(intact(seals, "lease_sources", row));
}

/** The same by its id, wherever it is. */
export async function findSourceById({ pool, seals }: Source, id: string): Promise<SourceRow | null> {
  const [row] = await sqlOn(pool)<StoredSource>`
    SELECT id, environment_id AS "environmentId", name, configuration, credential_id AS "credentialId",
      updated_at AS "updatedAt", updated_by AS "updatedBy", seal
    FROM lease_sources WHERE id = ${id}::uuid`;
  return rowOf(intact(seals, "lease_sources", row));
}

function rowOf(stored: StoredSource | null): SourceRow | null {
  if (!stored) return null;
  const { configuration, seal: _seal, ...rest } = stored;
  // Written by `saveSource`, as the seal shows.
  return { ...rest, source: configuration as LeaseSource };
}

/** Writes a source, in place of the one that had its id. Rejects with a violated unique index when the name is taken. */
export async function saveSource(
  sql: Sql,
  { seals }: Pick<Ctx, "seals">,
  { environment }: Permit<"leaseSource.configure">,
  source: Omit<SourceRow, "environmentId">,
): Promise<void> {
  const { id, name, source: configuration, credentialId, updatedAt, updatedBy } = source;
  const seal = seals.of("lease_sources", {
    id,
    environmentId: environment.id,
    name,
    configuration,
    credentialId,
  });
  await sql`
    INSERT INTO lease_sources (id, environment_id, name, configuration, credential_id, updated_at, updated_by, seal)
    VALUES (${id}::uuid, ${environment.id}::uuid, ${name}, ${JSON.stringify(configuration)}::jsonb,
      ${credentialId}::uuid, ${updatedAt}::timestamptz, ${updatedBy}, ${seal}::bytea)
    ON CONFLICT (id) DO UPDATE SET configuration = excluded.configuration, credential_id = excluded.credential_id,
      updated_at = excluded.updated_at, updated_by = excluded.updated_by, seal = excluded.seal`;
}

/** Deletes a source with its leases that have ended. */
export async function deleteSource(sql: Sql, id: string): Promise<void> {
  await sql`DELETE FROM lease_sources WHERE id = ${id}::uuid RETURNING true`;
}

/** How many leases of a source have not ended. Nobody makes one until the transaction is over. */
export async function lockAndCount(sql: Sql, id: string): Promise<number> {
  await sql`SELECT true FROM lease_sources WHERE id = ${id}::uuid FOR UPDATE`;
  const [row] = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM leases WHERE source_id = ${id}::uuid AND ended_at IS NULL`;
  return row?.count ?? 0;
}

interface ListedSource extends StoredSource {
  readonly project: string;
  readonly environment: string;
  readonly credential: string | null;
  readonly leases: number;
}

/** The sources of environments, in order, as far as the program wrote them. */
export async function listSources(
  { pool, seals }: Source,
  environmentIds: readonly string[],
): Promise<LeaseSourceEntry[]> {
  const rows = await sqlOn(pool)<ListedSource>`
    SELECT s.id, s.environment_id AS "environmentId", s.name, s.configuration, s.credential_id AS "credentialId",
      s.updated_at AS "updatedAt", s.updated_by AS "updatedBy", s.seal, p.slug AS project, e.slug AS environment,
      CASE WHEN c.environment_id = s.environment_id THEN c.name ELSE
        (SELECT min(m.name) FROM shared_mappings m WHERE m.secret_id = c.id AND m.environment_id = s.environment_id)
      END AS credential,
      (SELECT count(*)::int FROM leases l WHERE l.source_id = s.id AND l.ended_at IS NULL) AS leases
    FROM lease_sources s JOIN environments e ON e.id = s.environment_id JOIN projects p ON p.id = e.project_id
      JOIN secrets c ON c.id = s.credential_id
    WHERE s.environment_id = ANY(${environmentIds}::uuid[]) ORDER BY e.position, s.name`;
  return rows
    .filter((row) => seals.isIntact("lease_sources", row))
    .map(({ project, environment, name, configuration, credential, leases, updatedAt, updatedBy }) => ({
      ...{ project, environment, name, credential, leases, updatedBy },
      updatedAt: updatedAt.toISOString(),
      // Written by `saveSource`, as the seal shows.
      source: configuration as LeaseSource,
    }));
}

/** The sources that a secret is the admin credential of, in order. */
export function listSourcesWith(
  pool: Pool,
  credentialId: string,
  limit: number,
): Promise<{ readonly name: string; readonly environmentId: string; readonly projectId: string }[]> {
  return sqlOn(pool)`
    SELECT s.name, s.environment_id AS "environmentId", e.project_id AS "projectId"
    FROM lease_sources s JOIN environments e ON e.id = s.environment_id
    WHERE s.credential_id = ${credentialId}::uuid ORDER BY s.name, s.id LIMIT ${limit}::int`;
}
