import type { Permit } from "@/lib/authorization/permit";
import type { Pool, Tx } from "@/lib/db/client";
import { type Sql, sqlIn, sqlOn } from "@/lib/db/sql";

/** A project key that was replaced, and still seals something. */
export interface ReplacedKey {
  readonly id: string;
  readonly projectSlug: string;
  /** The key that replaces it. */
  readonly activeId: string;
  /** When the key that replaces it was made. */
  readonly replacedAt: Date;
}

/** Those of all projects, the oldest first. */
export function replacedKeys(pool: Pool): Promise<ReplacedKey[]> {
  return sqlOn(pool)<ReplacedKey>`
    SELECT k.id::text, p.slug AS "projectSlug", a.id::text AS "activeId", k.retired_at AS "replacedAt"
    FROM project_keys k JOIN projects p ON p.id = k.project_id
      JOIN project_keys a ON a.project_id = k.project_id AND a.is_active
    WHERE NOT k.is_active ORDER BY k.retired_at, k.id`;
}

/**
 * The project whose key is the oldest of those made before a time; null when there is none. No project that still has an
 * older key, and none at all while another one has got its key since `busySince` and is not sealed anew.
 */
export async function projectWithOldKey(
  pool: Pool,
  madeBefore: Date,
  busySince: Date,
): Promise<string | null> {
  const [row] = await sqlOn(pool)<{ slug: string }>`
    SELECT p.slug FROM project_keys k JOIN projects p ON p.id = k.project_id
    WHERE k.is_active AND k.created_at < ${madeBefore.toISOString()}::timestamptz
      AND NOT EXISTS (
        SELECT 1 FROM project_keys old WHERE NOT old.is_active
          AND (old.project_id = k.project_id OR old.retired_at > ${busySince.toISOString()}::timestamptz))
    ORDER BY k.created_at, k.id LIMIT 1`;
  return row?.slug ?? null;
}

/** The keys of a project, which nobody else replaces until the transaction ends. */
export function lockedKeys(
  tx: Tx,
  { project }: Permit<"projectKey.rotate">,
): Promise<{ readonly id: string; readonly isActive: boolean }[]> {
  return sqlIn(tx)`
    SELECT id::text, is_active AS "isActive" FROM project_keys WHERE project_id = ${project.id}::uuid
    ORDER BY id FOR UPDATE`;
}

/** Makes room for another active key. */
export async function replaceKey(
  tx: Tx,
  _: Permit<"projectKey.rotate">,
  id: string,
  now: Date,
): Promise<void> {
  await sqlIn(tx)`
    UPDATE project_keys SET is_active = false, retired_at = ${now.toISOString()}::timestamptz WHERE id = ${id}::uuid`;
}

/** Erases a key that was replaced. Rejects when anything is still sealed by it. False when it is gone already. */
export async function eraseKey(sql: Sql, id: string): Promise<boolean> {
  const rows =
    await sql`DELETE FROM project_keys WHERE id = ${id}::uuid AND NOT is_active RETURNING 1 AS erased`;
  return rows.length > 0;
}

export interface ProjectKeyRow {
  readonly id: string;
  readonly isActive: boolean;
  readonly createdAt: Date;
  readonly project: string;
  readonly projectName: string;
}

/** The keys of all projects, those of each project side by side, the active one first. */
export function allKeys(pool: Pool): Promise<ProjectKeyRow[]> {
  return sqlOn(pool)<ProjectKeyRow>`
    SELECT k.id::text, k.is_active AS "isActive", k.created_at AS "createdAt", p.slug AS project, p.name AS "projectName"
    FROM project_keys k JOIN projects p ON p.id = k.project_id
    ORDER BY p.slug, k.is_active DESC, k.created_at DESC`;
}
