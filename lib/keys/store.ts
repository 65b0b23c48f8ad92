import type { Pool } from "@/lib/db/client";
import { type Sql, sqlOn } from "@/lib/db/sql";

export interface InstanceKeyRow {
  readonly id: string;
  readonly wrapped: string;
  readonly masterKeyId: string;
}

export interface ProjectKeyRow {
  readonly id: string;
  readonly projectId: string;
  readonly wrapped: string;
  readonly masterKeyId: string;
  readonly isActive: boolean;
}

/** Whether this database already depends on a master key. Its tables must exist. */
export async function hasKeys(pool: Pool): Promise<boolean> {
  const rows = await sqlOn(pool)`SELECT 1 FROM master_keys LIMIT 1`;
  return rows.length > 0;
}

/** Id of the master key that everything is wrapped under, or null in a new database. */
export async function activeMasterKeyId(sql: Sql): Promise<string | null> {
  const [row] = await sql<{ id: string }>`SELECT id FROM master_keys WHERE retired_at IS NULL`;
  return row?.id ?? null;
}

/**
 * The same, and keeps it from being retired until the transaction ends: whoever wraps a key must know that it is not
 * wrapped under a key that a rotation retires at this moment.
 */
export async function heldMasterKeyId(sql: Sql): Promise<string | null> {
  const [row] = await sql<{ id: string }>`SELECT id FROM master_keys WHERE retired_at IS NULL FOR SHARE`;
  return row?.id ?? null;
}

/** The same, for the one who retires it. */
export async function lockedMasterKeyId(sql: Sql): Promise<string | null> {
  const [row] = await sql<{ id: string }>`SELECT id FROM master_keys WHERE retired_at IS NULL FOR UPDATE`;
  return row?.id ?? null;
}

/** Lets one instance at a time register the first master key. Held until the transaction ends. */
export async function lockMasterKeys(sql: Sql): Promise<void> {
  await sql`LOCK TABLE master_keys IN SHARE ROW EXCLUSIVE MODE`;
}

export async function insertMasterKey(sql: Sql, id: string, now: Date): Promise<void> {
  await sql`INSERT INTO master_keys (id, created_at) VALUES (${id}, ${now.toISOString()}::timestamptz)`;
}

export async function wasMasterKey(sql: Sql, id: string): Promise<boolean> {
  const rows = await sql`SELECT 1 FROM master_keys WHERE id = ${id}`;
  return rows.length > 0;
}

export async function retireMasterKey(sql: Sql, id: string, now: Date): Promise<void> {
  await sql`UPDATE master_keys SET retired_at = ${now.toISOString()}::timestamptz WHERE id = ${id}`;
}

export async function instanceKey(sql: Sql): Promise<InstanceKeyRow | null> {
  const [row] = await sql<InstanceKeyRow>`
    SELECT id::text, wrapped, master_key_id AS "masterKeyId" FROM instance_keys`;
  return row ?? null;
}

/** The same, and nobody else wraps it until the transaction ends. */
export async function lockedInstanceKey(sql: Sql): Promise<InstanceKeyRow | null> {
  const [row] = await sql<InstanceKeyRow>`
    SELECT id::text, wrapped, master_key_id AS "masterKeyId" FROM instance_keys FOR UPDATE`;
  return row ?? null;
}

export async function insertInstanceKey(sql: Sql, row: InstanceKeyRow, now: Date): Promise<void> {
  await sql`
    INSERT INTO instance_keys (id, wrapped, master_key_id, created_at)
    VALUES (${row.id}::uuid, ${row.wrapped}, ${row.masterKeyId}, ${now.toISOString()}::timestamptz)`;
}

export async function rewrapInstanceKey(sql: Sql, row: InstanceKeyRow): Promise<void> {
  await sql`
    UPDATE instance_keys SET wrapped = ${row.wrapped}, master_key_id = ${row.masterKeyId} WHERE id = ${row.id}::uuid`;
}

/** Every key of one project, the active one first. One indexed read. */
export function projectKeys(sql: Sql, projectId: string): Promise<ProjectKeyRow[]> {
  return sql<ProjectKeyRow>`
    SELECT id::text, project_id::text AS "projectId", wrapped, master_key_id AS "masterKeyId", is_active AS "isActive"
    FROM project_keys WHERE project_id = ${projectId}::uuid ORDER BY is_active DESC, created_at DESC, id DESC`;
}

export async function insertProjectKey(sql: Sql, row: ProjectKeyRow, now: Date): Promise<void> {
  await sql`
    INSERT INTO project_keys (id, project_id, wrapped, master_key_id, is_active, created_at)
    VALUES (${row.id}::uuid, ${row.projectId}::uuid, ${row.wrapped}, ${row.masterKeyId}, ${row.isActive},
      ${now.toISOString()}::timestamptz)`;
}

/** The next project keys after `afterId` that are wrapped under a given master key, in the order of their ids. */
export function projectKeysUnder(sql: Sql, masterKeyId: string, afterId: string, limit: number) {
  return sql<ProjectKeyRow>`
    SELECT id::text, project_id::text AS "projectId", wrapped, master_key_id AS "masterKeyId", is_active AS "isActive"
    FROM project_keys WHERE master_key_id = ${masterKeyId} AND id > ${afterId}::uuid
    ORDER BY id LIMIT ${limit}::int FOR UPDATE`;
}

export async function rewrapProjectKeys(
  sql: Sql,
  rows: readonly ProjectKeyRow[],
  masterKeyId: string,
): Promise<void> {
  const ids = rows.map((row) => row.id);
  const wrapped = rows.map((row) => row.wrapped);
  await sql`
    UPDATE project_keys AS k SET wrapped = n.wrapped, master_key_id = ${masterKeyId}
    FROM unnest(${ids}::uuid[], ${wrapped}::text[]) AS n (id, wrapped) WHERE k.id = n.id`;
}
