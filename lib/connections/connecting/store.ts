import type { Ctx } from "@/lib/context";
import type { Pool } from "@/lib/db/client";
import { type Sql, sqlOn } from "@/lib/db/sql";
import { intact } from "@/lib/seals/seals";
import type { SealedFields, SealedRow } from "@/lib/seals/tables";

export type AttemptRow = SealedRow<"connection_attempts"> & { readonly usedAt: Date | null };

export async function insertAttempt(
  sql: Sql,
  { seals }: Pick<Ctx, "seals">,
  attempt: SealedFields<"connection_attempts">,
): Promise<void> {
  const { id, connectionId, stateHash, sessionId, expiresAt } = attempt;
  await sql`
    INSERT INTO connection_attempts (id, connection_id, state_hash, session_id, expires_at, seal)
    VALUES (${id}::uuid, ${connectionId}::uuid, ${stateHash}::bytea, ${sessionId}::uuid, ${expiresAt}::timestamptz,
      ${seals.of("connection_attempts", attempt)}::bytea)`;
}

/** The attempt of a session that was given a state; null when there is none, as far as the program wrote it. */
export async function findAttempt(
  { pool, seals }: Pick<Ctx, "pool" | "seals">,
  stateHash: Buffer,
  sessionId: string,
): Promise<AttemptRow | null> {
  const [row] = await sqlOn(pool)<AttemptRow>`
    SELECT id, connection_id AS "connectionId", state_hash AS "stateHash", session_id AS "sessionId",
      expires_at AS "expiresAt", used_at AS "usedAt", seal
    FROM connection_attempts WHERE state_hash = ${stateHash}::bytea AND session_id = ${sessionId}::uuid`;
  return intact(seals, "connection_attempts", row);
}

/** Uses an attempt up. False when somebody did before. */
export async function spendAttempt(pool: Pool, id: string, now: Date): Promise<boolean> {
  const rows = await sqlOn(pool)`
    UPDATE connection_attempts SET used_at = ${now}::timestamptz WHERE id = ${id}::uuid AND used_at IS NULL RETURNING true`;
  return rows.length > 0;
}

/** Ends what was begun for a connection. */
export async function deleteAttempts(sql: Sql, connectionId: string): Promise<void> {
  await sql`DELETE FROM connection_attempts WHERE connection_id = ${connectionId}::uuid RETURNING true`;
}

/** Deletes attempts that ended before a time, at most `limit`. Returns how many. */
export async function deleteEnded(pool: Pool, before: Date, limit: number): Promise<number> {
  const rows = await sqlOn(pool)`
    DELETE FROM connection_attempts WHERE id IN (
      SELECT id FROM connection_attempts WHERE expires_at < ${before}::timestamptz LIMIT ${limit}::int)
    RETURNING true`;
  return rows.length;
}
