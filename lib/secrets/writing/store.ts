import type { EnvironmentRow, Grant, SecretRow } from "@/lib/authorization/grant";
import type { Sql } from "@/lib/db/sql";
import type { SealedValue } from "@/lib/keys/keyring";
import { foldName, searchTextOf, variableOf } from "../model";

/**
 * The only statements that write rows of secrets and their versions, seeding aside. Each takes any number of rows: what is done
 * to many secrets costs as many statements as for one.
 */

export interface SecretText {
  readonly name: string;
  readonly description: string;
  readonly category: SecretRow["category"];
  readonly audience: SecretRow["audience"];
}

export interface NewSecretRow extends SecretText {
  readonly id: string;
}

export interface VersionRow {
  readonly id: string;
  readonly secretId: string;
  readonly number: number;
  readonly origin: "created" | "rotated" | "restored";
  readonly restoredFrom: number | null;
  readonly sealed: SealedValue;
}

export interface Stamp {
  readonly now: Date;
  /** Who, as the audit log names them. */
  readonly by: string;
}

/** Secrets as they are now. Nobody else can change, delete or add a version to them until the transaction ends. */
export function lockSecrets(
  sql: Sql,
  environment: Pick<EnvironmentRow, "id">,
  ids: readonly string[],
): Promise<SecretRow[]> {
  return sql<SecretRow>`
    SELECT id::text, name, description, category, audience, current_version AS "currentVersion", revision
    FROM secrets WHERE environment_id = ${environment.id}::uuid AND id = ANY(${ids}::uuid[])
    ORDER BY id FOR NO KEY UPDATE`;
}

/** Inserts secrets whose current version is 1. The unique indexes decide conflicts. */
export async function insertSecrets(
  sql: Sql,
  { environment }: Grant<"secret.create">,
  secrets: readonly NewSecretRow[],
  { now, by }: Stamp,
): Promise<void> {
  const c = textColumns(secrets);
  await sql`
    INSERT INTO secrets (id, environment_id, name, name_folded, variable, description, search_text, category, audience,
      created_at, updated_at, updated_by)
    SELECT s.id, ${environment.id}::uuid, s.name, s.folded, s.variable, s.description, s.search, s.category::"Category",
      s.audience::"Audience", ${now}::timestamptz, ${now}::timestamptz, ${by}
    FROM unnest(${c.id}::uuid[], ${c.name}::text[], ${c.folded}::text[], ${c.variable}::text[], ${c.description}::text[],
      ${c.search}::text[], ${c.category}::text[], ${c.audience}::text[])
      AS s (id, name, folded, variable, description, search, category, audience)`;
}

/** Writes name, description, category and audience of locked secrets. */
export async function updateTexts(
  sql: Sql,
  secrets: readonly NewSecretRow[],
  { now, by }: Stamp,
): Promise<void> {
  const c = textColumns(secrets);
  await sql`
    UPDATE secrets SET name = s.name, name_folded = s.folded, variable = s.variable, description = s.description,
      search_text = s.search, category = s.category::"Category", audience = s.audience::"Audience",
      revision = revision + 1, updated_at = ${now}::timestamptz, updated_by = ${by}
    FROM unnest(${c.id}::uuid[], ${c.name}::text[], ${c.folded}::text[], ${c.variable}::text[], ${c.description}::text[],
      ${c.search}::text[], ${c.category}::text[], ${c.audience}::text[])
      AS s (id, name, folded, variable, description, search, category, audience)
    WHERE secrets.id = s.id`;
}

/** Makes each version the current one of its locked secret. */
export async function makeCurrent(
  sql: Sql,
  versions: readonly Pick<VersionRow, "secretId" | "number">[],
  { now, by }: Stamp,
): Promise<void> {
  const ids = versions.map(({ secretId }) => secretId);
  const numbers = versions.map(({ number }) => number);
  await sql`
    UPDATE secrets SET current_version = v.number, revision = revision + 1, updated_at = ${now}::timestamptz,
      updated_by = ${by}
    FROM unnest(${ids}::uuid[], ${numbers}::int[]) AS v (id, number) WHERE secrets.id = v.id`;
}

export async function insertVersions(
  sql: Sql,
  versions: readonly VersionRow[],
  { now, by }: Stamp,
): Promise<void> {
  const column = <T>(of: (version: VersionRow) => T) => versions.map(of);
  await sql`
    INSERT INTO secret_versions (id, secret_id, number, value, project_key_id, fingerprint, origin, restored_from,
      created_at, created_by)
    SELECT v.id, v.secret_id, v.number, v.value, v.key_id, v.fingerprint, v.origin::"VersionOrigin", v.restored_from,
      ${now}::timestamptz, ${by}
    FROM unnest(${column(({ id }) => id)}::uuid[], ${column(({ secretId }) => secretId)}::uuid[],
      ${column(({ number }) => number)}::int[], ${column(({ sealed }) => sealed.value)}::text[],
      ${column(({ sealed }) => sealed.projectKeyId)}::uuid[], ${column(({ sealed }) => sealed.fingerprint)}::text[],
      ${column(({ origin }) => origin)}::text[], ${column(({ restoredFrom }) => restoredFrom)}::int[])
      AS v (id, secret_id, number, value, key_id, fingerprint, origin, restored_from)`;
}

/**
 * Deletes a secret and, with it, the ciphertext of every version. False when it was gone or renamed already, or its current
 * version is not `ifVersion` (null: any).
 */
export async function deleteSecret(
  sql: Sql,
  { secret, environment }: Grant<"secret.delete">,
  ifVersion: number | null,
): Promise<boolean> {
  const deleted = await sql`
    DELETE FROM secrets
    WHERE id = ${secret.id}::uuid AND name = ${secret.name} AND environment_id = ${environment.id}::uuid
      AND (${ifVersion}::int IS NULL OR current_version = ${ifVersion}::int)
    RETURNING true`;
  return deleted.length === 1;
}

/** A text's columns, with what is derived from it for unique indexes and search. */
function textColumns(secrets: readonly NewSecretRow[]) {
  return {
    id: secrets.map(({ id }) => id),
    name: secrets.map(({ name }) => name),
    folded: secrets.map(({ name }) => foldName(name)),
    variable: secrets.map(({ name }) => variableOf(name)),
    description: secrets.map(({ description }) => description),
    search: secrets.map(searchTextOf),
    category: secrets.map(({ category }) => category),
    audience: secrets.map(({ audience }) => audience),
  };
}
