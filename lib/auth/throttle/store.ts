import type { Db, Pool, Tx } from "@/lib/db/client";
import { sqlIn, sqlOn } from "@/lib/db/sql";

export interface Bound {
  /** HMAC of what is counted. */
  readonly key: Buffer;
  /** Failures after which the next try has to wait. */
  readonly failuresMax: number;
  /** Failures are counted from the first one on for this long; the wait is as long, from the last one on. */
  readonly windowSeconds: number;
}

/**
 * Counts one try as failed before it is made, so that no number of parallel tries gets past the bound. Null when it
 * may go ahead; otherwise the time until which it has to wait, never longer than the window. One statement, atomic by the
 * row's lock. A row that a clock ran ahead for is cut to the window and keeps its count.
 */
export async function countTry(pool: Pool, bound: Bound, now: Date): Promise<Date | null> {
  const { key, failuresMax } = bound;
  const end = new Date(now.getTime() + bound.windowSeconds * 1000);
  const counted = await sqlOn(pool)<{ failures: number }>`
    INSERT INTO throttles AS t (key, failures, window_ends_at) VALUES (${key}, 1, ${end})
    ON CONFLICT (key) DO UPDATE SET
      failures = CASE WHEN t.window_ends_at <= ${now} THEN 1 ELSE t.failures + 1 END,
      window_ends_at = CASE
        WHEN t.window_ends_at <= ${now} OR t.failures + 1 >= ${failuresMax} THEN EXCLUDED.window_ends_at
        ELSE least(t.window_ends_at, EXCLUDED.window_ends_at) END,
      blocked_until = CASE
        WHEN t.window_ends_at > ${now} AND t.failures + 1 >= ${failuresMax} THEN EXCLUDED.window_ends_at END
    WHERE t.blocked_until IS NULL OR t.blocked_until <= ${now}
    RETURNING failures`;
  if (counted.length > 0) return null;
  const [blocked] = await sqlOn(pool)<{ until: Date | null }>`
    SELECT blocked_until AS until FROM throttles WHERE key = ${key}`;
  const until = blocked?.until ?? end;
  if (until <= end) return until;
  await sqlOn(pool)`
    UPDATE throttles SET blocked_until = least(blocked_until, ${end}), window_ends_at = least(window_ends_at, ${end})
    WHERE key = ${key}`;
  return end;
}

/** Takes back one counted try that turned out not to be a failure. */
export async function uncountTry(pool: Pool, { key, failuresMax }: Bound): Promise<void> {
  await sqlOn(pool)`
    UPDATE throttles SET failures = greatest(failures - 1, 0),
      blocked_until = CASE WHEN failures > ${failuresMax} THEN blocked_until END
    WHERE key = ${key}`;
}

/** Forgets everything counted under a key. */
export async function clearTries(pool: Pool, key: Buffer): Promise<void> {
  await sqlOn(pool)`DELETE FROM throttles WHERE key = ${key}`;
}

/** Forgets everything counted under the keys that begin with `prefix`. */
export async function clearTriesUnder(db: Db | Tx, prefix: Buffer): Promise<void> {
  const last = Buffer.concat([prefix, Buffer.alloc(prefix.length, 0xff)]);
  await sqlIn(
    db,
  )`DELETE FROM throttles WHERE key BETWEEN ${new Uint8Array(prefix)} AND ${new Uint8Array(last)}`;
}

/**
 * The latest time until which anything under each prefix has to wait, by the prefix's place in the list; `windowSeconds`
 * from now at most.
 */
export function waitsUnder(
  pool: Pool,
  prefixes: readonly Buffer[],
  now: Date,
  windowSeconds: number,
): Promise<{ readonly index: number; readonly until: Date }[]> {
  const end = new Date(now.getTime() + windowSeconds * 1000);
  const lasts = prefixes.map((prefix) => Buffer.concat([prefix, Buffer.alloc(prefix.length, 0xff)]));
  return sqlOn(pool)`
    SELECT (p.place - 1)::int AS index, least(max(t.blocked_until), ${end}) AS until
    FROM unnest(${prefixes}::bytea[], ${lasts}::bytea[]) WITH ORDINALITY AS p (first, last, place)
    JOIN throttles t ON t.key BETWEEN p.first AND p.last
    WHERE t.blocked_until > ${now} GROUP BY p.place`;
}

/** Whether any try has to wait. */
export async function anyBlocked(pool: Pool, now: Date): Promise<boolean> {
  const rows = await sqlOn(pool)`
    SELECT 1 AS found FROM throttles WHERE window_ends_at > ${now} AND blocked_until > ${now} LIMIT 1`;
  return rows.length > 0;
}

/** Deletes throttles whose window is over. Returns how many, at most `limit`. */
export async function deleteExpiredThrottles(pool: Pool, now: Date, limit: number): Promise<number> {
  const rows = await sqlOn(pool)`
    DELETE FROM throttles WHERE key IN (
      SELECT key FROM throttles WHERE window_ends_at <= ${now}
      ORDER BY window_ends_at LIMIT ${limit} FOR UPDATE SKIP LOCKED) RETURNING 1 AS deleted`;
  return rows.length;
}
