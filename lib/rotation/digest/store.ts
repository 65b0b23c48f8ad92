import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import type { DueEntry, FailedEntry } from "./model";

/** Counted no further than that. */
const COUNTED_MAX = 10_000;

interface Counted<Entry> {
  readonly entries: readonly Entry[];
  readonly count: number;
}

/** Rotations that wait for a person, the oldest first. */
export async function listFailed(pool: Pool, limit: number): Promise<Counted<FailedEntry>> {
  const rows = await sqlOn(pool)<FailedEntry & { readonly count: number }>`
    WITH failed AS (
      SELECT secret_id, error, started_at FROM rotations
      WHERE ended_at IS NULL AND state = 'attention' ORDER BY started_at LIMIT ${COUNTED_MAX}::int
    )
    SELECT p.slug AS project, e.slug AS environment, s.name, f.error, (SELECT count(*)::int FROM failed) AS count
    FROM (SELECT * FROM failed ORDER BY started_at LIMIT ${limit}::int) f JOIN secrets s ON s.id = f.secret_id
      JOIN environments e ON e.id = s.environment_id JOIN projects p ON p.id = e.project_id
    ORDER BY f.started_at`;
  return { entries: rows.map(({ count: _, ...entry }) => entry), count: rows[0]?.count ?? 0 };
}

/** Secrets that are due from one time on and before another, those longest due first. */
export async function listDueBetween(
  pool: Pool,
  from: Date | null,
  until: Date,
  limit: number,
): Promise<Counted<DueEntry>> {
  const rows = await sqlOn(pool)<DueEntry & { readonly count: number }>`
    WITH due AS (
      SELECT secret_id, next_at FROM rotation_policies
      WHERE next_at >= coalesce(${from}::timestamptz, '-infinity') AND next_at < ${until}::timestamptz
      ORDER BY next_at LIMIT ${COUNTED_MAX}::int
    )
    SELECT p.slug AS project, e.slug AS environment, s.name, d.next_at AS "nextAt",
      (SELECT count(*)::int FROM due) AS count
    FROM (SELECT * FROM due ORDER BY next_at LIMIT ${limit}::int) d JOIN secrets s ON s.id = d.secret_id
      JOIN environments e ON e.id = s.environment_id JOIN projects p ON p.id = e.project_id
    ORDER BY d.next_at`;
  return { entries: rows.map(({ count: _, ...entry }) => entry), count: rows[0]?.count ?? 0 };
}

/** Secrets whose current value ends by itself between two times, those first that end first. */
export async function listEnding(
  pool: Pool,
  from: Date,
  until: Date,
  limit: number,
): Promise<Counted<DueEntry>> {
  const rows = await sqlOn(pool)<DueEntry & { readonly count: number }>`
    WITH ending AS (
      SELECT s.name, s.environment_id, v.expires_at FROM secret_versions v
        JOIN secrets s ON s.id = v.secret_id AND s.current_version = v.number
      WHERE v.expires_at >= ${from}::timestamptz AND v.expires_at < ${until}::timestamptz
      ORDER BY v.expires_at LIMIT ${COUNTED_MAX}::int
    )
    SELECT p.slug AS project, e.slug AS environment, x.name, x.expires_at AS "nextAt",
      (SELECT count(*)::int FROM ending) AS count
    FROM (SELECT * FROM ending ORDER BY expires_at LIMIT ${limit}::int) x
      JOIN environments e ON e.id = x.environment_id JOIN projects p ON p.id = e.project_id
    ORDER BY x.expires_at`;
  return { entries: rows.map(({ count: _, ...entry }) => entry), count: rows[0]?.count ?? 0 };
}
