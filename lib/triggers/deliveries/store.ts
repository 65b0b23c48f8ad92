import type { Permit } from "@/lib/authorization/permit";
import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import type { DeliveryState } from "../model";

/** A delivery as it is stored. */
export interface DeliveryRow {
  readonly id: string;
  readonly triggerId: string;
  readonly position: number;
  readonly messageId: string | null;
  readonly replayOf: string | null;
  readonly receivedAt: Date;
  readonly bytes: number;
  readonly headerNames: readonly string[];
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly outcome: string | null;
  readonly dueAt: Date | null;
  readonly endedAt: Date | null;
  readonly kept: boolean;
}

export interface DeliveryQuery {
  readonly triggerId: string;
  /** Only those after this position, the oldest first; or those before one, or all, the newest first. */
  readonly after?: number | undefined;
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Deliveries of a trigger in their order, or the other way round. */
export function listDeliveries(
  pool: Pool,
  { triggerId, after, before, limit }: DeliveryQuery,
): Promise<DeliveryRow[]> {
  const sql = sqlOn(pool);
  if (after !== undefined)
    return sql<DeliveryRow>`
      SELECT id, trigger_id AS "triggerId", position::float8 AS position, message_id AS "messageId",
        replay_of AS "replayOf", received_at AS "receivedAt", bytes, header_names AS "headerNames", state, attempts,
        outcome, due_at AS "dueAt", ended_at AS "endedAt", payload IS NOT NULL AS kept
      FROM trigger_deliveries WHERE trigger_id = ${triggerId}::uuid AND position > ${String(after)}::bigint
      ORDER BY position LIMIT ${limit}::int`;
  return sql<DeliveryRow>`
    SELECT id, trigger_id AS "triggerId", position::float8 AS position, message_id AS "messageId",
      replay_of AS "replayOf", received_at AS "receivedAt", bytes, header_names AS "headerNames", state, attempts,
      outcome, due_at AS "dueAt", ended_at AS "endedAt", payload IS NOT NULL AS kept
    FROM trigger_deliveries
    WHERE trigger_id = ${triggerId}::uuid
      AND (${before === undefined}::boolean OR position < ${String(before ?? 0)}::bigint)
    ORDER BY position DESC LIMIT ${limit}::int`;
}

export interface SealedDelivery {
  readonly value: string | null;
  readonly projectKeyId: string | null;
}

/** One delivery of a trigger, with what it brought as it is sealed. */
export async function findDelivery(
  pool: Pool,
  _: Permit<"trigger.receive"> | Permit<"trigger.replay">,
  triggerId: string,
  id: string,
): Promise<(DeliveryRow & SealedDelivery) | null> {
  const [row] = await sqlOn(pool)<DeliveryRow & SealedDelivery>`
    SELECT id, trigger_id AS "triggerId", position::float8 AS position, message_id AS "messageId",
      replay_of AS "replayOf", received_at AS "receivedAt", bytes, header_names AS "headerNames", state, attempts,
      outcome, due_at AS "dueAt", ended_at AS "endedAt", payload IS NOT NULL AS kept, payload AS value,
      project_key_id AS "projectKeyId"
    FROM trigger_deliveries WHERE trigger_id = ${triggerId}::uuid AND id = ${id}::uuid`;
  return row ?? null;
}

/** Forgets what at most so many deliveries brought that came before a time, and nobody waits for; says how many. */
export async function emptyDeliveries(pool: Pool, before: Date, limit: number): Promise<number> {
  const rows = await sqlOn(pool)`
    UPDATE trigger_deliveries SET payload = NULL, project_key_id = NULL WHERE id IN (
      SELECT id FROM trigger_deliveries
      WHERE payload IS NOT NULL AND received_at < ${before}::timestamptz AND state <> 'waiting'
      ORDER BY received_at LIMIT ${limit}::int FOR UPDATE SKIP LOCKED)
    RETURNING true`;
  return rows.length;
}

/** Deletes at most so many deliveries that came before a time; says how many. */
export async function deleteDeliveries(pool: Pool, before: Date, limit: number): Promise<number> {
  const rows = await sqlOn(pool)`
    DELETE FROM trigger_deliveries WHERE id IN (
      SELECT id FROM trigger_deliveries WHERE received_at < ${before}::timestamptz
      ORDER BY received_at LIMIT ${limit}::int)
    RETURNING true`;
  return rows.length;
}
