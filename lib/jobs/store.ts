import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";

export interface QueuedJob {
  readonly id: string;
  readonly name: string;
  /** `failed`: tried as often as it may be; it waits for an operator. */
  readonly state: "waiting" | "running" | "retrying" | "failed";
  readonly attempts: number;
  readonly attemptsMax: number;
  readonly runAt: Date;
  readonly lastError: string | null;
}

/** Jobs that are not done, those that need somebody first. */
export function listJobs(pool: Pool, limit: number): Promise<QueuedJob[]> {
  return sqlOn(pool)<QueuedJob>`
    SELECT id::text, task_identifier AS name, attempts, max_attempts AS "attemptsMax", run_at AS "runAt",
      last_error AS "lastError",
      CASE WHEN locked_at IS NOT NULL THEN 'running' WHEN attempts >= max_attempts THEN 'failed'
        WHEN attempts > 0 THEN 'retrying' ELSE 'waiting' END AS state
    FROM graphile_worker.jobs
    ORDER BY (locked_at IS NULL AND attempts >= max_attempts) DESC, run_at, id LIMIT ${limit}::int`;
}

/** Has a job that is not running tried again at once, with all its attempts. False when there is no such job. */
export async function retryJob(pool: Pool, id: string): Promise<boolean> {
  const rows = await sqlOn(pool)`
    SELECT id FROM graphile_worker.reschedule_jobs(ARRAY[${id}::bigint], run_at => now(), attempts => 0)`;
  return rows.length > 0;
}

export type JobCounts = Readonly<Record<QueuedJob["state"], number>>;

/** How many jobs are in each state. Reads the whole queue: it holds only what is not done. */
export async function countJobs(pool: Pool): Promise<JobCounts> {
  const [row] = await sqlOn(pool)<JobCounts>`
    SELECT count(*) FILTER (WHERE locked_at IS NOT NULL)::int AS running,
      count(*) FILTER (WHERE locked_at IS NULL AND attempts >= max_attempts)::int AS failed,
      count(*) FILTER (WHERE locked_at IS NULL AND attempts > 0 AND attempts < max_attempts)::int AS retrying,
      count(*) FILTER (WHERE locked_at IS NULL AND attempts = 0)::int AS waiting
    FROM graphile_worker.jobs`;
  return row ?? { waiting: 0, running: 0, retrying: 0, failed: 0 };
}

export interface JobDelays {
  /** For how long the job that is due longest has waited. */
  readonly waitingSeconds: number;
  /** For how long the job that was begun first has run. */
  readonly runningSeconds: number;
}

/** How late jobs are; null before the first start, which makes the queue. */
export async function jobDelays(pool: Pool): Promise<JobDelays | null> {
  const sql = sqlOn(pool);
  const [queue] = await sql<{ exists: boolean }>`
    SELECT to_regclass('graphile_worker.jobs') IS NOT NULL AS exists`;
  if (!queue?.exists) return null;
  const [row] = await sql<JobDelays>`
    SELECT greatest(0, extract(epoch FROM now() - min(run_at) FILTER (WHERE locked_at IS NULL AND attempts < max_attempts)))::float8
        AS "waitingSeconds",
      greatest(0, extract(epoch FROM now() - min(locked_at)))::float8 AS "runningSeconds"
    FROM graphile_worker.jobs`;
  return row ?? { waitingSeconds: 0, runningSeconds: 0 };
}

export interface QueueFigures {
  /** Jobs that are due and not begun. */
  readonly waiting: number;
  /** For how long the first of them has waited. */
  readonly waitingSeconds: number;
  readonly retrying: number;
  readonly failed: number;
}

/** How the queue gets on. Looks at ten thousand jobs at most. */
export async function queueFigures(pool: Pool): Promise<QueueFigures> {
  const [row] = await sqlOn(pool)<QueueFigures>`
    SELECT count(*) FILTER (WHERE locked_at IS NULL AND attempts < max_attempts AND run_at <= now())::int AS waiting,
      coalesce(greatest(0, extract(epoch FROM now() - min(run_at) FILTER (WHERE locked_at IS NULL
        AND attempts < max_attempts))), 0)::float8 AS "waitingSeconds",
      count(*) FILTER (WHERE attempts > 0 AND attempts < max_attempts)::int AS retrying,
      count(*) FILTER (WHERE locked_at IS NULL AND attempts >= max_attempts)::int AS failed
    FROM (SELECT locked_at, attempts, max_attempts, run_at FROM graphile_worker.jobs LIMIT 10000) j`;
  return row ?? { waiting: 0, waitingSeconds: 0, retrying: 0, failed: 0 };
}
