import type { Task } from "graphile-worker";
import type { Logger } from "pino";
import type { Pool } from "@/lib/db/client";
import { beginActivity, endActivity, within } from "@/lib/platform/activity";
import { isAppError } from "@/lib/platform/app-error";
import type { Job } from "./job";

/** How many jobs one instance runs at once. */
const CONCURRENCY = 4;
/** How late a retry or a job for a later time may start; others start at once, by a notification. */
const POLL_MS = 5_000;
/** How long a running job may take to end when the program stops; then another instance takes it up. */
const STOP_MS_MAX = 5_000;

export interface JobRunner {
  /** Takes no more jobs and waits for those that are running. */
  close(): Promise<void>;
}

export interface JobRunnerOptions<C> {
  readonly pool: Pool;
  readonly log: Pick<Logger, "info" | "warn" | "error">;
  readonly jobs: readonly Job<C>[];
  /** The context of a job, by its name. */
  readonly contextFor: (name: string) => C;
}

const INSUFFICIENT_PRIVILEGE = "42501";

/** Brings the tables of the queue (schema `graphile_worker`) to this build's version. Throws one line for operators. */
export async function migrateQueue(pool: Pool): Promise<void> {
  const { runMigrations } = await import("graphile-worker");
  try {
    await runMigrations({ pgPool: acceptable(pool), logger: await quietLogger() });
  } catch (error) {
    if ((error as { code?: string }).code !== INSUFFICIENT_PRIVILEGE) throw error;
    const missing =
      "the database role may not create the schema graphile_worker; GRANT CREATE ON DATABASE to it";
    throw new Error(missing, { cause: error });
  }
}

/** Starts to run jobs on this instance, beside others on the same database: each job is run by one of them. */
export async function startJobs<C>({ pool, log, jobs, contextFor }: JobRunnerOptions<C>): Promise<JobRunner> {
  const { parseCronItems, run } = await import("graphile-worker");
  const due = jobs.flatMap(({ name, cron, attemptsMax }) =>
    // What still waits from the last time is replaced: nothing is gained by running it twice.
    cron ? [{ task: name, match: cron, options: { maxAttempts: attemptsMax, jobKey: name } }] : [],
  );
  const runner = await run({
    pgPool: acceptable(pool),
    logger: await quietLogger(log),
    concurrency: CONCURRENCY,
    pollInterval: POLL_MS,
    noHandleSignals: true,
    taskList: Object.fromEntries(jobs.map((job) => [job.name, taskOf(job, contextFor, log)])),
    parsedCronItems: parseCronItems(due),
    preset: { worker: { gracefulShutdownAbortTimeout: STOP_MS_MAX } },
  });
  return { close: () => runner.stop() };
}

/** The library warns of a pool without this handler. Each of our connections handles its errors itself. */
function acceptable(pool: Pool): Pool {
  return pool.listenerCount("connect") > 0 ? pool : pool.on("connect", () => {});
}

/** Runs one job. Its error goes to the log; the queue, which anyone with the database can read, keeps no foreign text. */
function taskOf<C>({ name, run }: Job<C>, contextFor: (name: string) => C, log: Pick<Logger, "warn">): Task {
  return async (payload, { abortSignal }) => {
    const activity = beginActivity({ kind: "job", name });
    await within(activity, async () => {
      try {
        await run(contextFor(name), payload, abortSignal);
        endActivity(activity, "ok", false);
      } catch (error) {
        log.warn({ err: error, job: name }, "a job failed");
        endActivity(activity, "failed", true);
        throw new Error(isAppError(error) ? error.detail : "failed; the log says why");
      }
    });
  };
}

/** What the library itself has to say: trouble with the database. The failures of jobs are logged here already. */
async function quietLogger(log?: Pick<Logger, "warn">) {
  const { Logger: WorkerLogger } = await import("graphile-worker");
  return new WorkerLogger((scope) => (level, message) => {
    if (log && !scope.taskIdentifier && (level === "error" || level === "warning")) {
      log.warn({ queue: message.slice(0, 500) }, "the job queue has trouble");
    }
  });
}
