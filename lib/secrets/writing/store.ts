import type { EnvironmentRow, Grant, SecretRow } from "@/lib/authorization/grant";
import type { Sql } from "@/lib/db/sql";
import type { SealedValue } from "@/lib/keys/keyring";
import { isSecretIntact, type SecretColumns } from "@/lib/names/intact";
import { foldName, variableOf } from "@/lib/names/model";
import type { RowSeals } from "@/lib/seals/seals";
import { searchTextOf } from "../model";

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

/** A secret under its lock, with the id of its current version. */
export interface LockedSecret extends SecretRow {
  readonly currentVersionId: string;
}

/**
 * Secrets as they are now, those that are as the program wrote them. Nobody else can change, delete or add a version to them
 * until the transaction ends.
 */
export async function lockSecrets(
  sql: Sql,
  seals: RowSeals,
  environment: Pick<EnvironmentRow, "id">,
  ids: readonly string[],
): Promise<LockedSecret[]> {
  await sql`
    SELECT 1 AS locked FROM secrets WHERE environment_id = ${environment.id}::uuid AND id = ANY(${ids}::uuid[])
    ORDER BY id FOR NO KEY UPDATE`;
  // A version that was added while the lock was waited for is visible to this statement only.
  const rows = await sql<LockedSecret & SecretColumns>`
    SELECT s.id::text, s.name, s.description, s.category, s.audience, s.current_version AS "currentVersion", s.revision,
      s.id::text AS "secretId", s.environment_id::text AS "secretEnvironmentId", s.name AS "secretName",
      s.name_folded AS "secretNameFolded", s.variable AS "secretVariable", v.id::text AS "currentVersionId",
      s.seal AS "secretSeal"
    FROM secrets s JOIN secret_versions v ON v.secret_id = s.id AND v.number = s.current_version
    WHERE s.environment_id = ${environment.id}::uuid AND s.id = ANY(${ids}::uuid[])`;
  return rows
    .filter((row) => isSecretIntact(seals, row))
    .map(({ id, name, description, category, audience, currentVersion, revision, currentVersionId }) => ({
      ...{ id, name, description, category, audience, currentVersion, revision, currentVersionId },
    }));
}

/** A secret as it is to be sealed. */
export interface SealedState extends Pick<SecretText, "name" | "audience"> {
  readonly id: string;
  readonly currentVersion: number;
  readonly currentVersionId: string;
}

/** The seal of a secret, in the text form of bytes that goes into arrays of either driver. */
export function sealOf(
  seals: RowSeals,
  { id: environmentId }: Pick<EnvironmentRow, "id">,
  { id, name, audience, currentVersion, currentVersionId }: SealedState,
): string {
  const names = { name, nameFolded: foldName(name), variable: variableOf(name) };
  return hex(
    seals.of("secrets", { ...names, id, environmentId, audience, currentVersion, currentVersionId }),
  );
}

function hex(seal: Uint8Array): string {
  return `\\x${Buffer.from(seal).toString("hex")}`;
}

/** Inserts secrets whose current version is 1. The unique indexes decide conflicts. */
export async function insertSecrets(
  sql: Sql,
  seals: RowSeals,
  { environment }: Grant<"secret.create">,
  secrets: readonly (NewSecretRow & { readonly versionId: string })[],
  { now, by }: Stamp,
): Promise<void> {
  const c = textColumns(secrets);
  const sealed = secrets.map(({ versionId, ...secret }) =>
    sealOf(seals, environment, { ...secret, currentVersion: 1, currentVersionId: versionId }),
  );
  await sql`
    INSERT INTO secrets (id, environment_id, name, name_folded, variable, description, search_text, category, audience,
      created_at, updated_at, updated_by, seal)
    SELECT s.id, ${environment.id}::uuid, s.name, s.folded, s.variable, s.description, s.search, s.category::"Category",
      s.audience::"Audience", ${now}::timestamptz, ${now}::timestamptz, ${by}, s.seal
    FROM unnest(${c.id}::uuid[], ${c.name}::text[], ${c.folded}::text[], ${c.variable}::text[], ${c.description}::text[],
      ${c.search}::text[], ${c.category}::text[], ${c.audience}::text[], ${sealed}::bytea[])
      AS s (id, name, folded, variable, description, search, category, audience, seal)`;
}

/** Writes name, description, category and audience of locked secrets. */
export async function updateTexts(
  sql: Sql,
  secrets: readonly (NewSecretRow & Sealed)[],
  { now, by }: Stamp,
): Promise<void> {
  const c = textColumns(secrets);
  const sealed = secrets.map(({ seal }) => seal);
  await sql`
    UPDATE secrets SET name = s.name, name_folded = s.folded, variable = s.variable, description = s.description,
      search_text = s.search, category = s.category::"Category", audience = s.audience::"Audience",
      revision = revision + 1, updated_at = ${now}::timestamptz, updated_by = ${by}, seal = s.seal
    FROM unnest(${c.id}::uuid[], ${c.name}::text[], ${c.folded}::text[], ${c.variable}::text[], ${c.description}::text[],
      ${c.search}::text[], ${c.category}::text[], ${c.audience}::text[], ${sealed}::bytea[])
      AS s (id, name, folded, variable, description, search, category, audience, seal)
    WHERE secrets.id = s.id`;
}

interface Sealed {
  /** The seal that the secret has then, as `sealOf` gives it. */
  readonly seal: string;
}

/** Makes each version the current one of its locked secret. */
export async function makeCurrent(
  sql: Sql,
  versions: readonly (Pick<VersionRow, "secretId" | "number"> & Sealed)[],
  { now, by }: Stamp,
): Promise<void> {
  const ids = versions.map(({ secretId }) => secretId);
  const numbers = versions.map(({ number }) => number);
  const sealed = versions.map(({ seal }) => seal);
  await sql`
    UPDATE secrets SET current_version = v.number, revision = revision + 1, updated_at = ${now}::timestamptz,
      updated_by = ${by}, seal = v.seal
    FROM unnest(${ids}::uuid[], ${numbers}::int[], ${sealed}::bytea[]) AS v (id, number, seal) WHERE secrets.id = v.id`;
}

export async function insertVersions(
  sql: Sql,
  seals: RowSeals,
  versions: readonly VersionRow[],
  { now, by }: Stamp,
): Promise<void> {
  const column = <T>(of: (version: VersionRow) => T) => versions.map(of);
  const sealOfVersion = ({ id, secretId, number, sealed: { fingerprint } }: VersionRow) =>
    hex(seals.of("secret_versions", { id, secretId, number, fingerprint, createdAt: now }));
  await sql`
    INSERT INTO secret_versions (id, secret_id, number, value, project_key_id, fingerprint, origin, restored_from,
      created_at, created_by, seal)
    SELECT v.id, v.secret_id, v.number, v.value, v.key_id, v.fingerprint, v.origin::"VersionOrigin", v.restored_from,
      ${now}::timestamptz, ${by}, v.seal
    FROM unnest(${column(({ id }) => id)}::uuid[], ${column(({ secretId }) => secretId)}::uuid[],
      ${column(({ number }) => number)}::int[], ${column(({ sealed }) => sealed.value)}::text[],
      ${column(({ sealed }) => sealed.projectKeyId)}::uuid[], ${column(({ sealed }) => sealed.fingerprint)}::text[],
      ${column(({ origin }) => origin)}::text[], ${column(({ restoredFrom }) => restoredFrom)}::int[],
      ${column(sealOfVersion)}::bytea[])
      AS v (id, secret_id, number, value, key_id, fingerprint, origin, restored_from, seal)`;
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
