import type { Sql } from "@/lib/db/sql";

/**
 * A kind of work that happens later, outside of any request. `C` is what its handler is given besides the payload: the
 * context of a use case, in which the job itself is the actor.
 */
export interface Job<C = unknown, P = unknown> {
  /** Noun.verb, as in `sessions.prune`: the name in the queue, in the log and in the audit log. */
  readonly name: string;
  /** When it runs by itself, as a cron expression in UTC; null: only when it is enqueued. */
  readonly cron: string | null;
  /** How often it is tried in all. Between the tries it waits, longer each time, up to six hours. */
  readonly attemptsMax: number;
  /**
   * Runs at least once for each job, so it must bear being run again. Throw to have it retried. `signal` tells what takes longer
   * than seconds that the program stops.
   */
  readonly run: (ctx: C, payload: P, signal?: AbortSignal) => Promise<void>;
}

/** Retries for about three days. */
const ATTEMPTS_MAX = 25;

/** Work that a change asks for with `enqueue`. */
export function job<C, P>(name: string, run: Job<C, P>["run"]): Job<C, P> {
  return { name, cron: null, attemptsMax: ATTEMPTS_MAX, run };
}

/** Work that is due at fixed times. One instance runs it each time; a failure waits for the next time. */
export function cronJob<C>(
  name: string,
  cron: string,
  run: (ctx: C, signal?: AbortSignal) => Promise<void>,
): Job<C> {
  return { name, cron, attemptsMax: 1, run: (ctx, _, signal) => run(ctx, signal) };
}

export interface EnqueueOptions {
  /** Not before this time; at once unless told. */
  readonly runAt?: Date;
  /** Of the jobs that wait under one key, the last one enqueued replaces the others. */
  readonly key?: string;
}

/**
 * Enqueues a job. In the transaction of a change (`sqlIn(tx)`) the job is there if and only if the change is. The payload
 * becomes JSON and lies readable in the database: ids and names, never values.
 */
export async function enqueue<P>(
  sql: Sql,
  { name, attemptsMax }: Pick<Job<never, P>, "name" | "attemptsMax">,
  payload: P,
  { runAt, key }: EnqueueOptions = {},
): Promise<void> {
  await sql`
    SELECT 1 AS enqueued FROM graphile_worker.add_job(${name}::text, ${JSON.stringify(payload)}::json,
      run_at => ${runAt ?? null}::timestamptz, job_key => ${key ?? null}::text,
      max_attempts => ${attemptsMax}::int)`;
}
