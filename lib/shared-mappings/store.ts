import type { Permit, SecretRow } from "@/lib/authorization/permit";
import type { Pool, Tx } from "@/lib/db/client";
import { sqlIn, sqlOn } from "@/lib/db/sql";
import { foldName, variableOf } from "@/lib/names/model";
import type { RowSeals } from "@/lib/seals/seals";
import { type MappedScope, SCOPES_MAX } from "./model";

export interface MappingInsert {
  readonly id: string;
  readonly name: string;
}

/** Inserts a mapping. Unique indexes and a trigger decide conflicts with other mappings and with secrets. */
export async function insertMapping(
  tx: Tx,
  seals: RowSeals,
  permit: Permit<"mapping.write">,
  shared: Permit<"secret.read">,
  { id, name }: MappingInsert,
  stamp: { readonly now: Date; readonly by: string },
): Promise<void> {
  const mapping = {
    ...{ id, name, nameFolded: foldName(name), variable: variableOf(name) },
    environmentId: permit.environment.id,
    secretId: shared.secret.id,
  };
  const seal = seals.of("shared_mappings", mapping);
  await tx.sharedMapping.create({ data: { ...mapping, createdAt: stamp.now, createdBy: stamp.by, seal } });
}

export interface DeletedMapping {
  readonly name: string;
  readonly secretId: string;
  readonly secretName: string;
}

/** Deletes a mapping of the environment; null when there is none. The secret stays. */
export async function deleteMapping(
  tx: Tx,
  permit: Permit<"mapping.write">,
  id: string,
): Promise<DeletedMapping | null> {
  const [deleted] = await sqlIn(tx)<DeletedMapping>`
    DELETE FROM shared_mappings m USING secrets s
    WHERE m.id = ${id}::uuid AND m.environment_id = ${permit.environment.id}::uuid AND s.id = m.secret_id
    RETURNING m.name, s.id AS "secretId", s.name AS "secretName"`;
  return deleted ?? null;
}

/** A mapping of an environment, before it is deleted. */
export async function findMapping(
  pool: Pool,
  permit: Permit<"mapping.write">,
  id: string,
): Promise<DeletedMapping | null> {
  const [found] = await sqlOn(pool)<DeletedMapping>`
    SELECT m.name, s.id AS "secretId", s.name AS "secretName" FROM shared_mappings m JOIN secrets s ON s.id = m.secret_id
    WHERE m.id = ${id}::uuid AND m.environment_id = ${permit.environment.id}::uuid`;
  return found ?? null;
}

export interface MappingRecord extends Omit<SecretRow, "id" | "name" | "revision"> {
  readonly id: string;
  readonly name: string;
  readonly nameFolded: string;
  readonly secretId: string;
  readonly secretName: string;
  readonly secretEnvironment: string;
  readonly updatedAt: Date;
  readonly updatedBy: string;
  readonly createdAt: Date;
  readonly createdBy: string;
}

interface MappingFilter {
  readonly after?: string | null;
  readonly name?: string | null;
  /** Patterns, all of which fit the name here or the name and description there, as search looks at them. */
  readonly words?: readonly string[] | null;
}

/** A page of the mappings that the actor may know of, by name: after the folded name `after`, only the one of that `name`, or those that are found by `words`. */
export async function listMappings(
  pool: Pool,
  permit: Permit<"mapping.list">,
  { after = null, name = null, words = null }: MappingFilter,
  limit: number,
): Promise<MappingRecord[]> {
  const { audiences, secretIds } = permit.visibility;
  return sqlOn(pool)<MappingRecord>`
    SELECT m.id, m.name, m.name_folded AS "nameFolded", m.secret_id AS "secretId", s.name AS "secretName",
      e.slug AS "secretEnvironment", s.description, s.category, s.audience, s.current_version AS "currentVersion",
      s.updated_at AS "updatedAt", s.updated_by AS "updatedBy", m.created_at AS "createdAt", m.created_by AS "createdBy"
    FROM shared_mappings m JOIN secrets s ON s.id = m.secret_id JOIN environments e ON e.id = s.environment_id
    WHERE m.environment_id = ${permit.environment.id} AND (${after}::text IS NULL OR m.name_folded > ${after}::text)
      AND (${name}::text IS NULL OR m.name_folded = ${name}::text)
      AND (${words}::text[] IS NULL OR translate(m.name_folded, '-_.', '   ') || ' ' || s.search_text LIKE ALL(${words}::text[]))
      AND (${audiences}::text[] IS NULL OR s.audience::text = ANY(${audiences}::text[]))
      AND (${secretIds}::uuid[] IS NULL OR s.id = ANY(${secretIds}::uuid[]))
    ORDER BY m.name_folded LIMIT ${limit}::int`;
}

/** Where a secret is mapped into, as far as it is listed, with the id of each project; one more than that at most. */
export async function listScopes(
  pool: Pool,
  secretId: string,
): Promise<(MappedScope & { readonly projectId: string })[]> {
  return sqlOn(pool)<MappedScope & { projectId: string }>`
    SELECT p.slug AS project, p.id AS "projectId", e.slug AS environment, m.name
    FROM shared_mappings m JOIN environments e ON e.id = m.environment_id JOIN projects p ON p.id = e.project_id
    WHERE m.secret_id = ${secretId} ORDER BY p.slug, e.position, m.name_folded LIMIT ${SCOPES_MAX + 1}`;
}
