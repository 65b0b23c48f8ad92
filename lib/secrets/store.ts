import type { EnvironmentRow, SecretRow } from "@/lib/authorization/permit";
import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import { variableOf } from "@/lib/names/model";
import type { SourceState } from "./external/model";
import type { SecretMeta } from "./model";

/** Short enough to lie within the iv: always as long, and says nothing about the value's length. */
export const REPRESENTATION_LENGTH = 12;
export const FINGERPRINT_LENGTH = 8;

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
  readonly replacedAt: Date;
  readonly representation: string;
  readonly fingerprint: string | null;
  readonly expiresAt: Date | null;
  readonly source: SourceState | null;
}

/** Where the value of a secret `s` lives; null where it lives here. */
export const SOURCE = `(
  SELECT jsonb_build_object('manager', g.name, 'path', x.path, 'field', x.field, 'label', x.version_label, 'version', x.version,
    'checkedAt', to_char(x.checked_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'problem', x.error)
  FROM secret_sources x JOIN external_managers g ON g.id = x.manager_id WHERE x.secret_id = s.id
)`;

/** One secret as it is shown. */
export async function findMeta(pool: Pool, environmentId: string, id: string): Promise<SecretMeta | null> {
  const { rows } = await pool.query<SecretRecord>(
    `SELECT s.id, s.name, s.name_folded AS "nameFolded", s.description, s.category, s.audience,
      s.current_version AS "currentVersion", s.revision, s.created_at AS "createdAt", s.updated_at AS "updatedAt",
      s.updated_by AS "updatedBy", s.replaced_at AS "replacedAt", left(v.value, ${REPRESENTATION_LENGTH}) AS representation,
      left(v.fingerprint, ${FINGERPRINT_LENGTH}) AS fingerprint, v.expires_at AS "expiresAt", ${SOURCE} AS source
    FROM secrets s JOIN secret_versions v ON v.secret_id = s.id AND v.number = s.current_version
    WHERE s.id = $1::uuid AND s.environment_id = $2::uuid`,
    [id, environmentId],
  );
  return rows[0] ? metaOf(rows[0]) : null;
}

export function metaOf(row: SecretRecord): SecretMeta {
  const { nameFolded: _folded, currentVersion, createdAt, updatedAt, replacedAt, expiresAt, ...rest } = row;
  return {
    ...rest,
    version: currentVersion,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    replacedAt: replacedAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
  };
}
