import type { Visibility } from "@/lib/authorization/permit";
import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import type { RotationMark } from "../model";
import type { RotatorKind } from "../schema";

/** A secret that is due, and when. */
export interface DueRow {
  readonly secretId: string;
  readonly project: string;
  readonly environment: string;
  readonly name: string;
  readonly rotator: RotatorKind;
  readonly nextAt: Date;
}

/** A place in the list of what is due. */
export interface DuePosition {
  readonly nextAt: string;
  readonly id: string;
}

/** Secrets of environments that are due before `until`, those first that are due first. */
export function listDue(
  pool: Pool,
  environmentIds: readonly string[],
  { audiences, secretIds }: Visibility,
  until: Date,
  after: DuePosition | null,
  limit: number,
): Promise<DueRow[]> {
  return sqlOn(pool)<DueRow>`
    SELECT y.secret_id AS "secretId", p.slug AS project, e.slug AS environment, y.name,
      y.configuration #>> '{rotator,kind}' AS rotator, y.next_at AS "nextAt"
    FROM unnest(${environmentIds}::uuid[]) AS w (id) CROSS JOIN LATERAL (
      SELECT t.secret_id, t.next_at, t.configuration, v.name
      FROM rotation_policies t JOIN secrets v ON v.id = t.secret_id
      WHERE t.environment_id = w.id AND t.next_at < ${until}::timestamptz
        AND (${audiences}::text[] IS NULL OR v.audience::text = ANY(${audiences}::text[]))
        AND (${secretIds}::uuid[] IS NULL OR v.id = ANY(${secretIds}::uuid[]))
        AND (t.next_at, t.secret_id) > (coalesce(${after?.nextAt ?? null}::timestamptz, '-infinity'),
          coalesce(${after?.id ?? null}::uuid, '00000000-0000-0000-0000-000000000000'))
      ORDER BY t.next_at, t.secret_id LIMIT ${limit}::int
    ) y JOIN environments e ON e.id = w.id JOIN projects p ON p.id = e.project_id
    ORDER BY y.next_at, y.secret_id LIMIT ${limit}::int`;
}

/** A secret that is rotated by itself, not by people. */
export interface RotatedRow extends Omit<DueRow, "nextAt"> {
  readonly nextAt: Date | null;
  readonly isUnderWay: boolean;
}

/** Secrets of environments that the program can rotate, by name. */
export function listRotated(
  pool: Pool,
  environmentIds: readonly string[],
  limit: number,
): Promise<RotatedRow[]> {
  return sqlOn(pool)<RotatedRow>`
    SELECT s.id AS "secretId", p.slug AS project, e.slug AS environment, s.name,
      y.configuration #>> '{rotator,kind}' AS rotator, y.next_at AS "nextAt",
      EXISTS (SELECT 1 FROM rotations r WHERE r.secret_id = s.id AND r.ended_at IS NULL) AS "isUnderWay"
    FROM rotation_policies y JOIN secrets s ON s.id = y.secret_id JOIN environments e ON e.id = y.environment_id
      JOIN projects p ON p.id = e.project_id
    WHERE y.environment_id = ANY(${environmentIds}::uuid[]) AND y.configuration #>> '{rotator,kind}' <> 'manual'
    ORDER BY s.name_folded, e.slug LIMIT ${limit}::int`;
}

/** What is to be said of these secrets of an environment; those of which there is nothing to say are left out. */
export function listMarks(
  pool: Pool,
  environmentId: string,
  secretIds: readonly string[],
  now: Date,
): Promise<{ readonly secretId: string; readonly mark: RotationMark }[]> {
  return sqlOn(pool)`
    SELECT * FROM (
      SELECT w.id AS "secretId", CASE
        WHEN r.state = 'attention' AND r.attempts = 1 THEN 'waiting'
        WHEN r.error IS NOT NULL THEN 'failing'
        WHEN r.phase = 'wait' AND y.next_at <= ${now}::timestamptz THEN 'overdue'
        WHEN r.phase = 'wait' THEN 'grace'
        WHEN r.id IS NOT NULL THEN 'underWay'
        WHEN y.next_at <= ${now}::timestamptz THEN 'overdue' END AS mark
      FROM unnest(${secretIds}::uuid[]) AS w (id)
        LEFT JOIN rotations r ON r.secret_id = w.id AND r.environment_id = ${environmentId}::uuid AND r.ended_at IS NULL
        LEFT JOIN rotation_policies y ON y.secret_id = w.id AND y.environment_id = ${environmentId}::uuid
    ) m WHERE mark IS NOT NULL`;
}
