import type { EnvironmentRow, Grant, SecretRow } from "@/lib/authorization/grant";
import type { Pool, Tx } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import type { SealedValue } from "@/lib/keys/keyring";
import { foldName, type SecretMeta, searchTextOf, variableOf } from "./model";

/** Short enough to lie within the iv: always as long, and says nothing about the value's length. */
export const REPRESENTATION_LENGTH = 12;
export const FINGERPRINT_LENGTH = 8;

export interface SecretText {
  readonly name: string;
  readonly description: string;
  readonly category: SecretRow["category"];
  readonly audience: SecretRow["audience"];
}

export interface SecretInsert extends SecretText {
  readonly id: string;
  readonly versionId: string;
}

export interface Stamp {
  readonly now: Date;
  /** Who, as the audit log names them. */
  readonly by: string;
}

/** What is derived from a secret's text and kept beside it for unique indexes and search. */
function columnsOf(text: SecretText) {
  return {
    ...text,
    nameFolded: foldName(text.name),
    variable: variableOf(text.name),
    searchText: searchTextOf(text),
  };
}

/** Inserts a secret with its first version. The unique indexes decide conflicts. */
export async function insertSecret(
  tx: Tx,
  grant: Grant<"secret.create">,
  secret: SecretInsert,
  sealed: SealedValue,
  { now, by }: Stamp,
): Promise<void> {
  const { id, versionId, ...text } = secret;
  await tx.secret.create({
    data: {
      ...columnsOf(text),
      id,
      environmentId: grant.environment.id,
      createdAt: now,
      updatedAt: now,
      updatedBy: by,
      versions: {
        create: { ...sealed, id: versionId, number: 1, origin: "created", createdAt: now, createdBy: by },
      },
    },
  });
}

/** Writes name, description, category and audience if nobody changed the secret since `revision`. */
export async function updateSecret(
  tx: Tx,
  grant: Grant<"secret.update">,
  text: SecretText,
  revision: number,
  { now, by }: Stamp,
): Promise<boolean> {
  const { count } = await tx.secret.updateMany({
    where: { id: grant.secret.id, environmentId: grant.environment.id, revision },
    data: { ...columnsOf(text), revision: { increment: 1 }, updatedAt: now, updatedBy: by },
  });
  return count === 1;
}

/** Deletes a secret and, with it, the ciphertext of every version. False when it was gone or renamed already. */
export async function deleteSecret(tx: Tx, grant: Grant<"secret.delete">): Promise<boolean> {
  const { id, name } = grant.secret;
  const { count } = await tx.secret.deleteMany({
    where: { id, name, environmentId: grant.environment.id },
  });
  return count === 1;
}

/** What has a name already. */
export interface NameHolder {
  /** Of the secret, or of the shared secret that the name stands for. */
  readonly id: string;
  readonly name: string;
  readonly audience: SecretRow["audience"];
  /** Whether it is not a secret of the environment itself but the name of a shared one. */
  readonly isMapping: boolean;
}

/** What stands in the way of a name in an environment: the same name, or one that becomes the same variable. */
export async function findNameHolder(
  pool: Pool,
  environment: Pick<EnvironmentRow, "id">,
  name: string,
): Promise<NameHolder | null> {
  const variable = variableOf(name);
  const [holder] = await sqlOn(pool)<NameHolder>`
    SELECT id, name, audience, false AS "isMapping" FROM secrets
    WHERE environment_id = ${environment.id} AND variable = ${variable}
    UNION ALL
    SELECT s.id, m.name, s.audience, true FROM shared_mappings m JOIN secrets s ON s.id = m.secret_id
    WHERE m.environment_id = ${environment.id} AND m.variable = ${variable}`;
  return holder ?? null;
}

export interface SecretRecord {
  readonly id: string;
  readonly name: string;
  readonly nameFolded: string;
  readonly description: string;
  readonly category: SecretRow["category"];
  readonly audience: SecretRow["audience"];
  readonly currentVersion: number;
  readonly revision: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly updatedBy: string;
  readonly representation: string;
  readonly fingerprint: string;
}

/** One secret as it is shown. */
export async function findMeta(pool: Pool, environmentId: string, id: string): Promise<SecretMeta | null> {
  const [row] = await sqlOn(pool)<SecretRecord>`
    SELECT s.id, s.name, s.name_folded AS "nameFolded", s.description, s.category, s.audience,
      s.current_version AS "currentVersion", s.revision, s.created_at AS "createdAt", s.updated_at AS "updatedAt",
      s.updated_by AS "updatedBy", left(v.value, ${REPRESENTATION_LENGTH}::int) AS representation,
      left(v.fingerprint, ${FINGERPRINT_LENGTH}::int) AS fingerprint
    FROM secrets s JOIN secret_versions v ON v.secret_id = s.id AND v.number = s.current_version
    WHERE s.id = ${id} AND s.environment_id = ${environmentId}`;
  return row ? metaOf(row) : null;
}

export function metaOf(row: SecretRecord): SecretMeta {
  const { nameFolded: _folded, currentVersion, createdAt, updatedAt, ...rest } = row;
  return {
    ...rest,
    version: currentVersion,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
