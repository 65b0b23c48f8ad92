import type { Pool } from "@/lib/db/client";
import { type Sql, sqlOn } from "@/lib/db/sql";
import type { DeliveryState, Notice } from "../model";
import type { Recipient } from "../recipients";

export interface Delivery {
  readonly id: string;
  readonly userId: string | null;
  readonly channelId: string | null;
  readonly content: readonly Notice[];
  readonly tries: number;
  readonly createdAt: Date;
}

export interface ListedDelivery {
  readonly id: string;
  readonly recipient: string;
  readonly kinds: readonly string[];
  readonly state: DeliveryState;
  readonly tries: number;
  readonly error: string | null;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

/** What a send may wait with its row locked and nothing else to do. */
const SEND_LIMIT = "30s";

/**
 * What waits for somebody already, of just these kinds, which nobody sends until this transaction ends; null where there is
 * nothing, or it is on its way.
 */
export async function lockedBefore(
  sql: Sql,
  { userId, channelId }: Pick<Recipient, "userId" | "channelId">,
  kinds: readonly string[],
): Promise<Pick<Delivery, "id" | "content"> | null> {
  const [row] = await sql<Pick<Delivery, "id" | "content">>`
    SELECT id, content FROM notice_deliveries
    WHERE (user_id = ${userId}::uuid OR channel_id = ${channelId}::uuid) AND state = 'waiting' AND kinds = ${kinds}::text[]
    ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED`;
  return row ?? null;
}

export async function replaceContent(sql: Sql, id: string, content: readonly Notice[]): Promise<void> {
  await sql`UPDATE notice_deliveries SET content = ${JSON.stringify(content)}::jsonb WHERE id = ${id}::uuid`;
}

export async function insertDelivery(
  sql: Sql,
  { userId, channelId, label }: Recipient,
  { id, content, createdAt }: Pick<Delivery, "id" | "content" | "createdAt">,
): Promise<void> {
  const kinds = content.map(({ kind }) => kind);
  await sql`
    INSERT INTO notice_deliveries (id, user_id, channel_id, recipient, kinds, content, state, created_at, due_at)
    VALUES (${id}::uuid, ${userId}::uuid, ${channelId}::uuid, ${label}, ${kinds}::text[],
      ${JSON.stringify(content)}::jsonb, 'waiting', ${createdAt}::timestamptz, ${createdAt}::timestamptz)`;
}

/** The same of one that was tried once and has ended. */
export async function insertEnded(
  sql: Sql,
  { userId, channelId, label }: Pick<Recipient, "userId" | "channelId" | "label">,
  { id, content, createdAt }: Pick<Delivery, "id" | "content" | "createdAt">,
  { state, error }: { readonly state: DeliveryState; readonly error: string | null },
): Promise<void> {
  const kinds = content.map(({ kind }) => kind);
  await sql`
    INSERT INTO notice_deliveries (id, user_id, channel_id, recipient, kinds, content, state, tries, error, created_at, ended_at)
    VALUES (${id}::uuid, ${userId}::uuid, ${channelId}::uuid, ${label}, ${kinds}::text[],
      ${JSON.stringify(content)}::jsonb, ${state}, 1, ${error}, ${createdAt}::timestamptz, ${createdAt}::timestamptz)`;
}

/** The newest deliveries. */
export async function listDeliveries(pool: Pool, limit: number): Promise<ListedDelivery[]> {
  return sqlOn(pool)<ListedDelivery>`
    SELECT id, recipient, kinds, state, tries, error, created_at AS "createdAt", ended_at AS "endedAt"
    FROM notice_deliveries ORDER BY created_at DESC, id DESC LIMIT ${limit}::int`;
}

/** A delivery that waits, which nobody else sends or adds to until this transaction ends. */
export async function lockedWaiting(sql: Sql, id: string): Promise<Delivery | null> {
  const [row] = await sql<Delivery>`
    SELECT id, user_id AS "userId", channel_id AS "channelId", content, tries, created_at AS "createdAt",
      set_config('idle_in_transaction_session_timeout', ${SEND_LIMIT}, true) AS "limit"
    FROM notice_deliveries WHERE id = ${id}::uuid AND state = 'waiting' FOR UPDATE`;
  return row ?? null;
}

/** What became of a try. `dueAt`: when it is tried next; null for one that has ended. */
export async function noteTry(
  sql: Sql,
  id: string,
  { state, error, dueAt }: Pick<ListedDelivery, "state" | "error"> & { readonly dueAt: Date | null },
  at: Date,
): Promise<void> {
  await sql`
    UPDATE notice_deliveries SET tries = tries + 1, state = ${state}, error = ${error}, due_at = ${dueAt}::timestamptz,
      ended_at = CASE WHEN ${dueAt}::timestamptz IS NULL THEN ${at}::timestamptz END
    WHERE id = ${id}::uuid`;
}

/** The channels that something is due for; null for mails. */
export async function dueChannels(pool: Pool, now: Date): Promise<(string | null)[]> {
  const rows = await sqlOn(pool)<{ channelId: string | null }>`
    SELECT DISTINCT channel_id AS "channelId" FROM notice_deliveries WHERE due_at <= ${now}::timestamptz`;
  return rows.map(({ channelId }) => channelId);
}

/** What is due for a channel, or of mails, the longest due first. */
export async function listDue(
  pool: Pool,
  channelId: string | null,
  now: Date,
  limit: number,
): Promise<string[]> {
  const rows = await sqlOn(pool)<{ id: string }>`
    SELECT id FROM notice_deliveries
    WHERE due_at <= ${now}::timestamptz AND channel_id IS NOT DISTINCT FROM ${channelId}::uuid
    ORDER BY due_at, id LIMIT ${limit}::int`;
  return rows.map(({ id }) => id);
}

/** Deletes at most `limit` of those that were made before a time; says how many. */
export async function deleteDeliveries(pool: Pool, before: Date, limit: number): Promise<number> {
  const rows = await sqlOn(pool)`
    DELETE FROM notice_deliveries WHERE id IN (
      SELECT id FROM notice_deliveries WHERE created_at < ${before}::timestamptz ORDER BY created_at LIMIT ${limit}::int)
    RETURNING true`;
  return rows.length;
}
