import type { Sql } from "@/lib/db/sql";

/** How far a stream or witness has come. */
export interface Progress {
  readonly seq: number;
  /** When something arrived last. */
  readonly at: Date | null;
  readonly error: string | null;
  readonly errorAt: Date | null;
}

interface ProgressRow extends Omit<Progress, "seq"> {
  readonly seq: string;
}

/** What sends may wait with its row locked and nothing else to do. */
const SEND_LIMIT = "20s";

/** Makes the rows of streams, which begin at the end of the log, and of witnesses, unless they are there. */
export async function addStreams(
  sql: Sql,
  streams: readonly string[],
  witnesses: readonly string[],
): Promise<void> {
  await sql`
    INSERT INTO audit_streams (name, seq)
    SELECT name, coalesce((SELECT seq FROM audit_head), 0) FROM unnest(${streams}::text[]) AS name
    UNION ALL SELECT name, 0 FROM unnest(${witnesses}::text[]) AS name
    ON CONFLICT DO NOTHING`;
}

/** Nobody else sends there until this transaction ends. Null when somebody else does just now. */
export async function lockedProgress(sql: Sql, name: string): Promise<Progress | null> {
  const [row] = await sql<ProgressRow>`
    SELECT seq, at, error, error_at AS "errorAt",
      set_config('idle_in_transaction_session_timeout', ${SEND_LIMIT}, true) AS "limit"
    FROM audit_streams WHERE name = ${name} FOR UPDATE SKIP LOCKED`;
  if (!row) return null;
  const { seq, at, error, errorAt } = row;
  return { seq: Number(seq), at, error, errorAt };
}

/** How far they have come, with what is still to be sent. */
export interface Lag extends Progress {
  readonly name: string;
  readonly waiting: number;
  readonly waitingSince: Date | null;
}

export async function listLags(sql: Sql, names: readonly string[]): Promise<Lag[]> {
  const rows = await sql<Omit<Lag, "seq" | "waiting"> & { readonly seq: string; readonly waiting: string }>`
    SELECT s.name, s.seq, s.at, s.error, s.error_at AS "errorAt",
      greatest(coalesce((SELECT seq FROM audit_head), 0) - s.seq, 0) AS waiting,
      (SELECT e.at FROM audit_events e WHERE e.seq > s.seq ORDER BY e.seq LIMIT 1) AS "waitingSince"
    FROM audit_streams s WHERE s.name = ANY (${names}::text[])`;
  return rows.map((row) => ({ ...row, seq: Number(row.seq), waiting: Number(row.waiting) }));
}

/** `at`: when something arrived; null when there was nothing to send. */
export async function moveTo(sql: Sql, name: string, seq: number, at: Date | null): Promise<void> {
  await sql`
    UPDATE audit_streams SET seq = ${String(seq)}::bigint, at = coalesce(${at}::timestamptz, at) WHERE name = ${name}`;
}

export async function noteFailure(sql: Sql, name: string, error: string, at: Date): Promise<void> {
  await sql`
    UPDATE audit_streams SET error = ${error}, error_at = ${at}::timestamptz WHERE name = ${name}`;
}
