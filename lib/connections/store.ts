import type { EnvironmentRow, Permit } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import type { Pool } from "@/lib/db/client";
import { type Sql, sqlOn } from "@/lib/db/sql";
import { intact } from "@/lib/seals/seals";
import type { SealedRow } from "@/lib/seals/tables";
import { CONNECTIONS_MAX, type ConnectionConfiguration } from "./model";

/** A connection, and where it is. */
export interface ConnectionRow {
  readonly id: string;
  readonly environmentId: string;
  readonly projectId: string;
  readonly project: string;
  readonly environment: string;
  readonly name: string;
  readonly configuration: ConnectionConfiguration;
  readonly credentialId: string;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

type StoredConnection = SealedRow<"connections"> & Omit<ConnectionRow, "configuration">;
type Source = Pick<Ctx, "pool" | "seals">;

/** The connection of a name in an environment; null unless it is as the program wrote it. */
export async function findConnection(
  source: Source,
  { id }: Pick<EnvironmentRow, "id">,
  name: string,
): Promise<ConnectionRow | null> {
  const [row] = await select(source, { environmentIds: [id], name, id: null });
  return row ?? null;
}

/** The same by its id, wherever it is. */
export async function findConnectionById(source: Source, id: string): Promise<ConnectionRow | null> {
  const [row] = await select(source, { environmentIds: null, name: null, id });
  return row ?? null;
}

/** The connections of environments, in order, as far as the program wrote them. */
export function listConnections(source: Source, environmentIds: readonly string[]): Promise<ConnectionRow[]> {
  return select(source, { environmentIds, name: null, id: null });
}

async function select(
  { pool, seals }: Source,
  wanted: {
    readonly environmentIds: readonly string[] | null;
    readonly name: string | null;
    readonly id: string | null;
  },
): Promise<ConnectionRow[]> {
  const rows = await sqlOn(pool)<StoredConnection>`
    SELECT c.id, c.environment_id AS "environmentId", c.name, c.configuration, c.credential_id AS "credentialId",
      c.updated_at AS "updatedAt", c.updated_by AS "updatedBy", c.seal, e.project_id AS "projectId", p.slug AS project,
      e.slug AS environment
    FROM connections c JOIN environments e ON e.id = c.environment_id JOIN projects p ON p.id = e.project_id
    WHERE (${wanted.environmentIds}::uuid[] IS NULL OR c.environment_id = ANY(${wanted.environmentIds}::uuid[]))
      AND (${wanted.name}::text IS NULL OR c.name = ${wanted.name}::text)
      AND (${wanted.id}::uuid IS NULL OR c.id = ${wanted.id}::uuid)
    ORDER BY e.position, c.name`;
  return rows.flatMap((row) => {
    if (!intact(seals, "connections", row)) return [];
    const { configuration, seal: _seal, ...rest } = row;
    // Written by `saveConnection`, as the seal shows.
    return [{ ...rest, configuration: configuration as ConnectionConfiguration }];
  });
}

/** Writes a connection, in place of the one that had its id. Rejects with a violated unique index when the name is taken. */
export async function saveConnection(
  sql: Sql,
  { seals }: Pick<Ctx, "seals">,
  { environment }: Permit<"connection.configure">,
  connection: Pick<
    ConnectionRow,
    "id" | "name" | "configuration" | "credentialId" | "updatedAt" | "updatedBy"
  >,
): Promise<void> {
  const { id, name, configuration, credentialId, updatedAt, updatedBy } = connection;
  const environmentId = environment.id;
  const seal = seals.of("connections", { id, environmentId, name, configuration, credentialId });
  await sql`
    INSERT INTO connections (id, environment_id, name, configuration, credential_id, updated_at, updated_by, seal)
    VALUES (${id}::uuid, ${environmentId}::uuid, ${name}, ${JSON.stringify(configuration)}::jsonb,
      ${credentialId}::uuid, ${updatedAt}::timestamptz, ${updatedBy}, ${seal}::bytea)
    ON CONFLICT (id) DO UPDATE SET configuration = excluded.configuration, credential_id = excluded.credential_id,
      updated_at = excluded.updated_at, updated_by = excluded.updated_by, seal = excluded.seal`;
}

/** How many an environment has; one more than it may have at most. */
export async function countConnections(sql: Sql, environmentId: string): Promise<number> {
  const [row] = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM (
      SELECT 1 FROM connections WHERE environment_id = ${environmentId}::uuid LIMIT ${CONNECTIONS_MAX + 1}::int) c`;
  return row?.count ?? 0;
}

/** How many a project has, `limit` at most, and how they fare. */
export async function countOfProject(
  pool: Pool,
  projectId: string,
  soon: Date,
  limit: number,
): Promise<{ readonly count: number; readonly endsSoon: number; readonly neverUsed: number }> {
  const [row] = await sqlOn(pool)<{ count: number; endsSoon: number; neverUsed: number }>`
    SELECT count(*)::int AS count,
      count(*) FILTER (WHERE c.expires_at < ${soon}::timestamptz AND NOT c.is_refreshable)::int AS "endsSoon",
      count(*) FILTER (WHERE c.token_id IS NOT NULL AND c.last_used_at IS NULL)::int AS "neverUsed"
    FROM (
      SELECT t.* FROM connections k JOIN environments e ON e.id = k.environment_id
        LEFT JOIN connection_tokens t ON t.connection_id = k.id
      WHERE e.project_id = ${projectId}::uuid LIMIT ${limit}::int) c`;
  return row ?? { count: 0, endsSoon: 0, neverUsed: 0 };
}

/** Takes the row until the commit: nobody changes, connects or disconnects it meanwhile. False when it is gone. */
export async function lockConnection(sql: Sql, id: string): Promise<boolean> {
  const rows = await sql`SELECT true FROM connections WHERE id = ${id}::uuid FOR UPDATE`;
  return rows.length > 0;
}

/** Deletes a connection with its tokens. */
export async function deleteConnection(sql: Sql, id: string): Promise<void> {
  await sql`DELETE FROM connections WHERE id = ${id}::uuid RETURNING true`;
}

/** The allowlist endpoints that use the tokens of a connection, in order. */
export async function listEndpointsUsing(
  pool: Pool,
  { environmentId, name }: Pick<ConnectionRow, "environmentId" | "name">,
  limit: number,
): Promise<string[]> {
  const rows = await sqlOn(pool)<{ name: string }>`
    SELECT a.name FROM allowlist_endpoints a
    WHERE a.environment_id = ${environmentId}::uuid AND EXISTS (
      SELECT 1 FROM jsonb_path_query(a.configuration, '$.*[*].value.from.connection') AS c WHERE c #>> '{}' = ${name})
    ORDER BY a.name_folded LIMIT ${limit}::int`;
  return rows.map((row) => row.name);
}

/** The connections that a secret is the client secret of, in order. */
export function listConnectionsWith(
  pool: Pool,
  credentialId: string,
  limit: number,
): Promise<{ readonly name: string; readonly environmentId: string; readonly projectId: string }[]> {
  return sqlOn(pool)`
    SELECT c.name, c.environment_id AS "environmentId", e.project_id AS "projectId"
    FROM connections c JOIN environments e ON e.id = c.environment_id
    WHERE c.credential_id = ${credentialId}::uuid ORDER BY c.name, c.id LIMIT ${limit}::int`;
}
