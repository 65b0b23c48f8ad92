import type { Ctx } from "@/lib/context";
import type { Pool } from "@/lib/db/client";
import { type Sql, sqlOn } from "@/lib/db/sql";
import type { SealedRow } from "@/lib/seals/tables";
import type { ManagerReason } from "../kinds/manager-error";

export interface SourceRow extends SealedRow<"secret_sources"> {
  readonly version: string;
  readonly checkedAt: Date;
  readonly nextAt: Date;
  readonly reason: ManagerReason | null;
  readonly error: string | null;
  readonly failingSince: Date | null;
  readonly name: string;
  readonly project: string;
  readonly environment: string;
}

/** Where the values of these secrets live, as far as the program wrote it. */
export async function findSources(
  { pool, seals }: Pick<Ctx, "pool" | "seals">,
  secretIds: readonly string[],
): Promise<SourceRow[]> {
  const rows = await sqlOn(pool)<SourceRow>`
    SELECT x.secret_id AS "secretId", x.manager_id AS "managerId", x.path, x.field, x.version_label AS "versionLabel", x.seal, x.version,
      x.checked_at AS "checkedAt", x.next_at AS "nextAt", x.reason, x.error, x.failing_since AS "failingSince",
      s.name, p.slug AS project, e.slug AS environment
    FROM secret_sources x JOIN secrets s ON s.id = x.secret_id JOIN environments e ON e.id = s.environment_id
      JOIN projects p ON p.id = e.project_id
    WHERE x.secret_id = ANY(${secretIds}::uuid[])`;
  return rows.filter((row) => seals.isIntact("secret_sources", row));
}

export interface NewSource {
  readonly secretId: string;
  readonly managerId: string;
  readonly path: string;
  readonly field: string;
  readonly versionLabel: string;
  readonly version: string;
  readonly checkedAt: Date;
  readonly nextAt: Date;
}

/** Says where the value of a secret lives, in place of what was said before. */
export async function saveSource(
  sql: Sql,
  { seals }: Pick<Ctx, "seals">,
  { version, checkedAt, nextAt, ...source }: NewSource,
): Promise<void> {
  const { secretId, managerId, path, field, versionLabel } = source;
  const seal = seals.of("secret_sources", source);
  await sql`
    INSERT INTO secret_sources (secret_id, manager_id, path, field, version_label, version, checked_at, next_at, seal)
    VALUES (${secretId}::uuid, ${managerId}::uuid, ${path}, ${field}, ${versionLabel}, ${version}, ${checkedAt}::timestamptz,
      ${nextAt}::timestamptz, ${seal}::bytea)
    ON CONFLICT (secret_id) DO UPDATE SET manager_id = excluded.manager_id, path = excluded.path,
      field = excluded.field, version_label = excluded.version_label, version = excluded.version, checked_at = excluded.checked_at,
      next_at = excluded.next_at, reason = NULL, error = NULL, failing_since = NULL, seal = excluded.seal`;
}

/** What reading values in their managers came to, at one moment. */
export interface Looked {
  readonly secretId: string;
  /** Null when it failed. */
  readonly version: string | null;
  readonly nextAt: Date;
  readonly reason: ManagerReason | null;
  readonly error: string | null;
}

export async function saveLooks(pool: Pool, at: Date, looks: readonly Looked[]): Promise<void> {
  const column = <T>(of: (look: Looked) => T) => looks.map(of);
  await sqlOn(pool)`
    UPDATE secret_sources x SET version = coalesce(l.version, x.version), next_at = l.next_at,
      checked_at = CASE WHEN l.reason IS NULL THEN greatest(x.checked_at, ${at}::timestamptz) ELSE x.checked_at END,
      reason = l.reason, error = l.error,
      failing_since = CASE WHEN l.reason IS NOT NULL THEN coalesce(x.failing_since, ${at}::timestamptz) END
    FROM unnest(${column(({ secretId }) => secretId)}::uuid[], ${column(({ version }) => version)}::text[],
      ${column(({ nextAt }) => nextAt.toISOString())}::timestamptz[], ${column(({ reason }) => reason)}::text[],
      ${column(({ error }) => error)}::text[]) AS l (secret_id, version, next_at, reason, error)
    WHERE x.secret_id = l.secret_id RETURNING true`;
}

/** The secrets whose values live in a manager, by name. */
export function listSecretsIn(
  pool: Pool,
  managerId: string,
  limit: number,
): Promise<{ readonly name: string }[]> {
  return sqlOn(pool)`
    SELECT s.name FROM secret_sources x JOIN secrets s ON s.id = x.secret_id
    WHERE x.manager_id = ${managerId}::uuid ORDER BY s.name_folded LIMIT ${limit}::int`;
}

/** What keeps a secret from getting its value from elsewhere: how it is rotated, or that a manager is signed in to with it. */
export async function findHindrance(pool: Pool, secretId: string): Promise<"rotated" | "credential" | null> {
  const [row] = await sqlOn(pool)<{ hindrance: "rotated" | "credential" }>`
    SELECT 'rotated' AS hindrance FROM rotation_policies WHERE secret_id = ${secretId}::uuid
    UNION ALL SELECT 'credential' FROM external_managers WHERE credential_id = ${secretId}::uuid LIMIT 1`;
  return row?.hindrance ?? null;
}
