import { authorize } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import { listJobs, type QueuedJob, retryJob } from "@/lib/jobs/store";
import type { Answer } from "../shell";

const LISTED_MAX = 200;

/** Lists the jobs that are not done: failed ones first, they wait for somebody. */
export async function showJobs(ctx: Ctx): Promise<Answer> {
  await authorize(ctx, "settings.read", null);
  const jobs = await listJobs(ctx.pool, LISTED_MAX);
  return {
    data: { jobs: jobs.map((job) => ({ ...job, runAt: job.runAt.toISOString() })) },
    lines: jobs.length === 0 ? ["No jobs are waiting."] : jobs.map(lineOf),
    isBad: jobs.some(({ state }) => state === "failed"),
  };
}

/** Has a job tried again at once. */
export async function retry(ctx: Ctx, id: string): Promise<Answer> {
  await authorize(ctx, "settings.update", null);
  if (!/^\d{1,18}$/.test(id) || !(await retryJob(ctx.pool, id))) {
    throw new Error(`there is no job ${id} that could be retried: see the list`);
  }
  return { data: { id }, lines: [`Job ${id} is tried again now.`] };
}

function lineOf({ id, name, state, attempts, attemptsMax, runAt, lastError }: QueuedJob): string {
  const tried = attempts === 0 ? "" : `, attempt ${attempts} of ${attemptsMax}`;
  const reason = lastError === null ? "" : `: ${lastError}`;
  return `${id}  ${name}  ${state}${tried}, due ${runAt.toISOString()}${reason}`;
}
