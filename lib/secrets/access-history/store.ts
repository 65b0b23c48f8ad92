import type { KeyKind } from "@/lib/authorization/permission";
import type { Permit } from "@/lib/authorization/permit";
import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import type { PersonalReader } from "./model";

export interface ReaderRow {
  readonly keyId: string;
  readonly name: string;
  readonly kind: KeyKind;
  readonly project: string | null;
  readonly version: number;
  readonly lastAt: Date;
  readonly isActive: boolean;
}

/** The keys that read a secret last. */
export async function listReaders(
  pool: Pool,
  permit: Permit<"secret.read">,
  now: Date,
  limit: number,
): Promise<ReaderRow[]> {
  return sqlOn(pool)<ReaderRow>`
    SELECT k.id AS "keyId", k.name, k.kind::text AS kind, p.slug AS project, r.version, r.last_at AS "lastAt",
      k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > ${now}) AS "isActive"
    FROM secret_reads r JOIN api_keys k ON k.id = r.api_key_id LEFT JOIN projects p ON p.id = k.project_id
    WHERE r.secret_id = ${permit.secret.id} ORDER BY r.last_at DESC, k.id LIMIT ${limit}::int`;
}

/** The people who read a secret last through a personal key. */
export async function listPeople(
  pool: Pool,
  permit: Permit<"secret.read">,
  limit: number,
): Promise<(Omit<PersonalReader, "lastAt"> & { readonly lastAt: Date })[]> {
  return sqlOn(pool)`
    SELECT person, key_name AS "keyName", version, last_at AS "lastAt" FROM personal_reads
    WHERE secret_id = ${permit.secret.id} ORDER BY last_at DESC, person LIMIT ${limit}::int`;
}

/** How many keys that can still be used have read a secret, and how many of them another version than the current one. */
export async function countReaders(
  pool: Pool,
  permit: Permit<"secret.read">,
  now: Date,
): Promise<{ readonly activeCount: number; readonly behindCount: number }> {
  const [row] = await sqlOn(pool)<{ activeCount: number; behindCount: number }>`
    SELECT count(*)::int AS "activeCount",
      count(*) FILTER (WHERE r.version <> ${permit.secret.currentVersion}::int)::int AS "behindCount"
    FROM secret_reads r JOIN api_keys k ON k.id = r.api_key_id
    WHERE r.secret_id = ${permit.secret.id} AND k.revoked_at IS NULL
      AND (k.expires_at IS NULL OR k.expires_at > ${now})`;
  return row ?? { activeCount: 0, behindCount: 0 };
}
