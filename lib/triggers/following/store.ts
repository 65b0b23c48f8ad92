import type { Pool } from "@/lib/db/client";
import { type Sql, sqlOn } from "@/lib/db/sql";

/** A delivery that something is to follow, and where its trigger is. */
export interface Waiting {
  readonly id: string;
  readonly triggerId: string;
  readonly project: string;
  readonly projectId: string;
  readonly trigger: string;
  readonly attempts: number;
  readonly value: string;
  readonly projectKeyId: string;
}

/** A claim that lasts longer was made by a clock that ran ahead. */
const CLAIM_MS_MAX = 10 * 60_000;

/** Takes the delivery that is due longest and that nobody works at, until `until`; null when there is none. */
export async function claimNext(pool: Pool, now: Date, until: Date): Promise<Waiting | null> {
  const absurd = new Date(now.getTime() + CLAIM_MS_MAX);
  const [row] = await sqlOn(pool)<Waiting>`
    WITH next AS (
      SELECT id FROM trigger_deliveries
      WHERE due_at <= ${now}::timestamptz AND state = 'waiting' AND payload IS NOT NULL
        AND (claimed_until IS NULL OR claimed_until < ${now}::timestamptz OR claimed_until > ${absurd}::timestamptz)
      ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
    ), claimed AS (
      UPDATE trigger_deliveries d SET claimed_until = ${until}::timestamptz FROM next WHERE d.id = next.id RETURNING d.*
    )
    SELECT d.id, d.trigger_id AS "triggerId", p.slug AS project, p.id AS "projectId", t.name AS trigger, d.attempts,
      d.payload AS value, d.project_key_id AS "projectKeyId"
    FROM claimed d JOIN triggers t ON t.id = d.trigger_id JOIN projects p ON p.id = t.project_id`;
  return row ?? null;
}

/** What became of a try. `dueAt`: when it is tried next; null for one that has ended. */
export async function noteTry(
  sql: Sql,
  id: string,
  {
    state,
    outcome,
    dueAt,
  }: { readonly state: "waiting" | "done" | "failed"; readonly outcome: string; readonly dueAt: Date | null },
  at: Date,
): Promise<void> {
  await sql`
    UPDATE trigger_deliveries SET attempts = attempts + 1, state = ${state}, outcome = ${outcome},
      due_at = ${dueAt}::timestamptz, claimed_until = NULL,
      ended_at = CASE WHEN ${dueAt}::timestamptz IS NULL THEN ${at}::timestamptz END
    WHERE id = ${id}::uuid AND state = 'waiting'`;
}
