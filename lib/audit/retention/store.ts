import type { Sql } from "@/lib/db/sql";

/** Which blocks may hold old events of some actions. */
export interface OldBlocks {
  readonly terms: readonly number[];
  /** The block to begin with. */
  readonly from: number;
  /** Blocks with an event of this time or later are too young. */
  readonly before: Date;
  /** Blocks beyond what was signed stay. */
  readonly size: number;
}

/** Numbers of blocks, oldest first. */
export async function findOldBlocks(
  sql: Sql,
  { terms, from, before, size }: OldBlocks,
  limit: number,
): Promise<number[]> {
  const rows = await sql<{ number: number }>`
    SELECT number FROM audit_blocks WHERE terms && ${terms}::int[] AND number >= ${from}::int
      AND last_at < ${before}::timestamptz AND (number + 1) * 256::bigint <= ${String(size)}::bigint
    ORDER BY number LIMIT ${limit}::int`;
  return rows.map(({ number }) => number);
}

/** Numbers of the events of some actions in some blocks, in order, and before a time, whatever the blocks say of theirs. */
export async function findEventsIn(
  sql: Sql,
  blocks: readonly number[],
  actions: readonly string[],
  before: Date,
): Promise<number[]> {
  const rows = await sql<{ seq: string }>`
    SELECT a.seq FROM unnest(${blocks}::int[]) AS b (number) JOIN audit_events a
      ON a.seq > b.number * 256::bigint AND a.seq <= (b.number + 1) * 256::bigint
    WHERE a.action = ANY (${actions}::text[]) AND a.at < ${before}::timestamptz ORDER BY a.seq`;
  return rows.map(({ seq }) => Number(seq));
}

/** Deletes events for good. The trigger lets nothing do that but a transaction that says what for. */
export async function deleteEvents(sql: Sql, seqs: readonly number[]): Promise<number[]> {
  await sql`SELECT set_config('strongroom.retention', 'on', true)`;
  const rows = await sql<{ seq: string }>`
    DELETE FROM audit_events WHERE seq = ANY (${seqs.map(String)}::bigint[]) RETURNING seq`;
  await sql`SELECT set_config('strongroom.retention', '', true)`;
  return rows.map(({ seq }) => Number(seq)).sort((a, b) => a - b);
}

/** How much room the log takes, in bytes, with its index and its tree. */
export async function logBytes(sql: Sql): Promise<number> {
  const [row] = await sql<{ bytes: string }>`
    SELECT sum(pg_total_relation_size(oid)) AS bytes FROM pg_class
    WHERE relkind = 'r' AND relname LIKE 'audit\\_%' AND relnamespace = current_schema()::regnamespace`;
  return Number(row?.bytes ?? 0);
}

/** Events of some actions from one moment to another, by what was counted when they were indexed. */
export async function countEvents(
  sql: Sql,
  actions: readonly string[],
  from: Date,
  to: Date,
): Promise<number> {
  const [row] = await sql<{ events: string }>`
    SELECT coalesce(sum(events), 0) AS events FROM audit_activity
    WHERE action = ANY (${actions}::text[]) AND hour >= ${from}::timestamptz AND hour < ${to}::timestamptz`;
  return Number(row?.events ?? 0);
}
