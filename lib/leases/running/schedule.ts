import { SWEEP_JOB } from "@/lib/api-keys/job-name";
import type { Sql } from "@/lib/db/sql";
import { enqueue } from "@/lib/jobs/job";

/** Leases that end within the same seconds share a job. */
const SHARED_MS = 5_000;

/** Has leases that end at a time dropped soon after it. */
export async function sweepAt(sql: Sql, time: Date): Promise<void> {
  const slot = Math.ceil(time.getTime() / SHARED_MS);
  await enqueue(sql, SWEEP_JOB, {}, { runAt: new Date(slot * SHARED_MS), key: `${SWEEP_JOB.name}.${slot}` });
}
