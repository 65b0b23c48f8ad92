import type { Db, Tx } from "./client";
import { databaseFailure, fromDatabase } from "./errors";

const TRIES_MAX = 4;
const TRANSACTION_TIMEOUT_MS = 10_000;
const WAIT_FOR_CONNECTION_MS = 5_000;

/**
 * Runs `work` in one transaction and runs it again when PostgreSQL asks for that (a deadlock, a serialisation
 * failure). `work` must await nothing but the database: a transaction holds a connection and row locks. Rejects with
 * AppError `unavailable` when nothing was committed, and `outcomeUnknown` when the answer to the COMMIT was lost.
 */
export async function inTransaction<T>(ctx: { readonly db: Db }, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ctx.db.$transaction(work, {
        timeout: TRANSACTION_TIMEOUT_MS,
        maxWait: WAIT_FOR_CONNECTION_MS,
      });
    } catch (error) {
      if (databaseFailure(error).kind !== "retry" || attempt === TRIES_MAX)
        throw fromDatabase(error, "Your change was not saved.");
    }
  }
}
