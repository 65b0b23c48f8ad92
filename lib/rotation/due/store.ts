import type { Sql } from "@/lib/db/sql";
import type { RotationPolicy } from "../schema";

/** A policy whose time has come. */
export interface DuePolicy {
  readonly secretId: string;
  readonly name: string;
  readonly environmentId: string;
  readonly projectId: string;
  readonly currentVersion: number;
  /** When the current value was stored. */
  readonly storedAt: Date;
  readonly configuration: Pick<RotationPolicy, "schedule">;
  readonly isRunning: boolean;
}

/** Policies that are due, those longest first, each for one caller at a time. Those of secrets that people rotate are left out. */
export function lockDue(sql: Sql, now: Date, limit: number): Promise<DuePolicy[]> {
  return sql<DuePolicy>`
    SELECT y.secret_id AS "secretId", s.name, s.environment_id AS "environmentId", e.project_id AS "projectId",
      s.current_version AS "currentVersion", v.created_at AS "storedAt", y.configuration,
      EXISTS (SELECT 1 FROM rotations r WHERE r.secret_id = y.secret_id AND r.ended_at IS NULL) AS "isRunning"
    FROM rotation_policies y JOIN secrets s ON s.id = y.secret_id JOIN environments e ON e.id = s.environment_id
      JOIN secret_versions v ON v.secret_id = s.id AND v.number = s.current_version
    WHERE y.next_at <= ${now}::timestamptz AND y.configuration #>> '{rotator,kind}' <> 'manual'
    ORDER BY y.next_at LIMIT ${limit}::int FOR NO KEY UPDATE OF y SKIP LOCKED`;
}

/** Says when policies are due next. */
export async function setNextTimes(
  sql: Sql,
  times: readonly { readonly secretId: string; readonly nextAt: Date | null }[],
): Promise<void> {
  await sql`
    UPDATE rotation_policies y SET next_at = t.at
    FROM unnest(${times.map(({ secretId }) => secretId)}::uuid[],
      ${times.map(({ nextAt }) => nextAt?.toISOString() ?? null)}::timestamptz[]) AS t (id, at)
    WHERE y.secret_id = t.id`;
}

/** Moves on what people rotate and have rotated since it was due. Returns how many those were. */
export async function moveRotatedByHand(sql: Sql, now: Date): Promise<number> {
  const moved = await sql`
    UPDATE rotation_policies y SET next_at = v.created_at + make_interval(days => (y.configuration #>> '{schedule,everyDays}')::int)
    FROM secrets s JOIN secret_versions v ON v.secret_id = s.id AND v.number = s.current_version
    WHERE s.id = y.secret_id AND y.next_at <= ${now}::timestamptz AND y.configuration #>> '{rotator,kind}' = 'manual'
      AND v.created_at + make_interval(days => (y.configuration #>> '{schedule,everyDays}')::int) > y.next_at
    RETURNING true`;
  return moved.length;
}
