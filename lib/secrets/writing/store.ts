import type { EnvironmentRow, Permit, SecretRow } from "@/lib/authorization/permit";
import type { Sql } from "@/lib/db/sql";
import type { SealedValue } from "@/lib/keys/keyring";
import { isSecretIntact, type SecretColumns } from "@/lib/names/intact";
import { foldName, variableOf } from "@/lib/names/model";
import type { RowSeals } from "@/lib/seals/seals";
import { searchTextOf } from "../search-text";
import type { ValueShape } from "../shapes/model";

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
  readonly origin: "created" | "rotated" | "restored" | "external";
  readonly restoredFrom: number | null;
  readonly expiresAt: Date | null;
  /** What is equal in other environments: null is not known yet, empty compared with none. */
  readonly valueGroup: string | null;
  /** What the change log may say of the value; null where it is not known. */
  readonly shape: ValueShape | null;
  readonly copiedFrom?: string;
  readonly readIn?: ReadIn;
  readonly sealed: SealedValue;
}

/** The external manager that a value was read in, and what it calls the version. */
export interface ReadIn {
  readonly manager: string;
  readonly managerVersion: string;
}

/** When a row is written, and by whom, as the audit log names them. */
export interface Stamp {
  readonly now: Date;
  readonly by: string;
}

/** A row that is about to be written. Several people's may go into one statement. */
type Stamped<Row> = Row & { readonly stamp: Stamp };

/** A secret under its lock, with the id of its current version. */
export interface LockedSecret extends SecretRow {
  readonly environmentId: string;
  readonly currentVersionId: string;
  /** Whether its value lives in an external manager. */
  readonly isExternal: boolean;
}

/**
 * Secrets as they are now, those that are as the program wrote them. Nobody else can change, delete or add a version to them
 * until the transaction ends. Those that somebody else holds just now are waited for or, with `skip`, left out.
 */
export async function lockSecrets(
  sql: Sql,
  seals: RowSeals,
  ids: readonly string[],
  held: "wait" | "skip",
): Promise<LockedSecret[]> {
  if (ids.length === 0) return [];
  const locked =
    held === "wait"
      ? await sql<{ id: string }>`
          SELECT id::text FROM secrets WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE`
      : await sql<{ id: string }>`
          SELECT id::text FROM secrets WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED`;
  // A version that was added while the lock was waited for is visible to this statement only.
  return findSecrets(
    sql,
    seals,
    locked.map(({ id }) => id),
  );
}

/** The same without a lock. */
export async function findSecrets(
  sql: Sql,
  seals: RowSeals,
  ids: readonly string[],
): Promise<LockedSecret[]> {
  const rows = await sql<LockedSecret & SecretColumns>`
    SELECT s.id::text, s.environment_id::text AS "environmentId", s.name, s.description, s.category, s.audience,
      s.current_version AS "currentVersion", s.revision,
      s.id::text AS "secretId", s.environment_id::text AS "secretEnvironmentId", s.name AS "secretName",
      s.name_folded AS "secretNameFolded", s.variable AS "secretVariable", v.id::text AS "currentVersionId",
      s.seal AS "secretSeal", v.origin = 'external' AS "isExternal"
    FROM secrets s JOIN secret_versions v ON v.secret_id = s.id AND v.number = s.current_version
    WHERE s.id = ANY(${ids}::uuid[])`;
  return rows
    .filter((row) => isSecretIntact(seals, row))
    .map(({ id, environmentId, name, description, category, audience, ...rest }) => ({
      ...{ id, environmentId, name, description, category, audience },
      currentVersion: rest.currentVersion,
      currentVersionId: rest.currentVersionId,
      revision: rest.revision,
      isExternal: rest.isExternal,
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
  secrets: readonly Stamped<
    NewSecretRow &
      Pick<VersionRow, "valueGroup"> & {
        readonly permit: Permit<"secret.create">;
        readonly versionId: string;
      }
  >[],
): Promise<void> {
  if (secrets.length === 0) return;
  const c = { ...textColumns(secrets), ...stampColumns(secrets) };
  const environments = secrets.map(({ permit }) => permit.environment.id);
  const groups = secrets.map(({ valueGroup }) => valueGroup);
  const sealed = secrets.map(({ permit, versionId, ...secret }) =>
    sealOf(seals, permit.environment, { ...secret, currentVersion: 1, currentVersionId: versionId }),
  );
  await sql`
    INSERT INTO secrets (id, environment_id, name, name_folded, variable, description, search_text, category, audience,
      created_at, updated_at, updated_by, value_group, replaced_at, seal)
    SELECT s.id, s.environment_id, s.name, s.folded, s.variable, s.description, s.search, s.category::"Category",
      s.audience::"Audience", s.at, s.at, s.by, s.value_group, s.at, s.seal
    FROM unnest(${c.id}::uuid[], ${environments}::uuid[], ${c.name}::text[], ${c.folded}::text[], ${c.variable}::text[],
      ${c.description}::text[], ${c.search}::text[], ${c.category}::text[], ${c.audience}::text[],
      ${c.at}::timestamptz[], ${c.by}::text[], ${groups}::text[], ${sealed}::bytea[])
      AS s (id, environment_id, name, folded, variable, description, search, category, audience, at, by, value_group,
        seal)`;
}

interface Sealed {
  /** The seal that the secret has then, as `sealOf` gives it. */
  readonly seal: string;
}

/** Writes name, description, category and audience of locked secrets. Under another variable it is not known what is equal. */
export async function updateTexts(
  sql: Sql,
  secrets: readonly Stamped<NewSecretRow & Sealed>[],
): Promise<void> {
  if (secrets.length === 0) return;
  const c = { ...textColumns(secrets), ...stampColumns(secrets) };
  const sealed = secrets.map(({ seal }) => seal);
  await sql`
    UPDATE secrets SET name = s.name, name_folded = s.folded, variable = s.variable, description = s.description,
      search_text = s.search, category = s.category::"Category", audience = s.audience::"Audience",
      revision = revision + 1, updated_at = s.at, updated_by = s.by, seal = s.seal,
      value_group = CASE WHEN secrets.variable = s.variable THEN value_group END
    FROM unnest(${c.id}::uuid[], ${c.name}::text[], ${c.folded}::text[], ${c.variable}::text[], ${c.description}::text[],
      ${c.search}::text[], ${c.category}::text[], ${c.audience}::text[], ${c.at}::timestamptz[], ${c.by}::text[],
      ${sealed}::bytea[])
      AS s (id, name, folded, variable, description, search, category, audience, at, by, seal)
    WHERE secrets.id = s.id`;
}

/** Makes each version the current one of its locked secret. */
export async function makeCurrent(
  sql: Sql,
  versions: readonly Stamped<Pick<VersionRow, "secretId" | "number" | "valueGroup"> & Sealed>[],
): Promise<void> {
  if (versions.length === 0) return;
  const ids = versions.map(({ secretId }) => secretId);
  const numbers = versions.map(({ number }) => number);
  const groups = versions.map(({ valueGroup }) => valueGroup);
  const sealed = versions.map(({ seal }) => seal);
  const { at, by } = stampColumns(versions);
  await sql`
    UPDATE secrets SET current_version = v.number, revision = revision + 1, updated_at = v.at, updated_by = v.by,
      replaced_at = v.at, seal = v.seal, value_group = v.value_group
    FROM unnest(${ids}::uuid[], ${numbers}::int[], ${at}::timestamptz[], ${by}::text[], ${groups}::text[],
      ${sealed}::bytea[]) AS v (id, number, at, by, value_group, seal)
    WHERE secrets.id = v.id`;
}

export async function insertVersions(
  sql: Sql,
  seals: RowSeals,
  versions: readonly Stamped<VersionRow>[],
): Promise<void> {
  if (versions.length === 0) return;
  const column = <T>(of: (version: VersionRow) => T) => versions.map(of);
  const { at, by } = stampColumns(versions);
  const sealed = versions.map(({ id, secretId, number, sealed: { fingerprint }, stamp }) =>
    hex(seals.of("secret_versions", { id, secretId, number, fingerprint, createdAt: stamp.now })),
  );
  await sql`
    INSERT INTO secret_versions (id, secret_id, number, value, project_key_id, fingerprint, origin, restored_from,
      expires_at, created_at, created_by, shape, seal)
    SELECT v.id, v.secret_id, v.number, v.value, v.key_id, v.fingerprint, v.origin::"VersionOrigin", v.restored_from,
      v.expires_at, v.at, v.by, v.shape::jsonb, v.seal
    FROM unnest(${column(({ id }) => id)}::uuid[], ${column(({ secretId }) => secretId)}::uuid[],
      ${column(({ number }) => number)}::int[], ${column(({ sealed: { value } }) => value)}::text[],
      ${column(({ sealed: { projectKeyId } }) => projectKeyId)}::uuid[],
      ${column(({ sealed: { fingerprint } }) => fingerprint)}::text[], ${column(({ origin }) => origin)}::text[],
      ${column(({ restoredFrom }) => restoredFrom)}::int[],
      ${column(({ expiresAt }) => expiresAt?.toISOString() ?? null)}::timestamptz[], ${at}::timestamptz[], ${by}::text[],
      ${column(({ shape }) => shape && JSON.stringify(shape))}::text[], ${sealed}::bytea[])
      AS v (id, secret_id, number, value, key_id, fingerprint, origin, restored_from, expires_at, at, by, shape, seal)`;
}

/** A secret that is to be deleted. */
export interface DeletionRow {
  readonly permit: Permit<"secret.delete">;
  /** Only if this is the current version; null: any. */
  readonly ifVersion: number | null;
}

/**
 * Deletes secrets and, with them, the ciphertext of every version. Answers with the ids of those that were deleted: not of what
 * was gone or renamed already, or is at another version.
 */
export async function deleteSecrets(
  sql: Sql,
  deletions: readonly DeletionRow[],
): Promise<ReadonlySet<string>> {
  if (deletions.length === 0) return new Set();
  const column = <T>(of: (deletion: DeletionRow) => T) => deletions.map(of);
  const deleted = await sql<{ id: string }>`
    DELETE FROM secrets USING unnest(${column(({ permit }) => permit.secret.id)}::uuid[],
      ${column(({ permit }) => permit.secret.name)}::text[], ${column(({ permit }) => permit.environment.id)}::uuid[],
      ${column(({ ifVersion }) => ifVersion)}::int[]) AS d (id, name, environment_id, version)
    WHERE secrets.id = d.id AND secrets.name = d.name AND secrets.environment_id = d.environment_id
      AND (d.version IS NULL OR secrets.current_version = d.version)
    RETURNING secrets.id::text`;
  return new Set(deleted.map(({ id }) => id));
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

function stampColumns(rows: readonly Stamped<unknown>[]) {
  return { at: rows.map(({ stamp }) => stamp.now.toISOString()), by: rows.map(({ stamp }) => stamp.by) };
}
