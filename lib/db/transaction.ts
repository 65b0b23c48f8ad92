import type { ClientBase } from "pg";
import type { Db, Pool, Tx } from "./client";
import { databaseFailure, fromDatabase } from "./errors";
import { isLost } from "./pool";
import { type Sql, sqlIn, sqlOn, txOf } from "./sql";

/** A transaction that is open: Prisma's, or one that runs statements alone. */
export type Transaction = Tx | Sql;

/** Runs statements in a transaction of either kind. */
export function sqlOf(tx: Transaction): Sql {
  return typeof tx === "function" ? tx : sqlIn(tx);
}

/** Next loads this module several times in one process; what one copy begins, another may join. */
const HOOKS = Symbol.for("strongroom.commitHooks");
const registry = globalThis as { [HOOKS]?: WeakMap<Transaction, (() => void)[]> };

function commitHooks(): WeakMap<Transaction, (() => void)[]> {
  registry[HOOKS] ??= new WeakMap();
  return registry[HOOKS];
}

/** Runs `hook` once the transaction has committed; never for one that was not begun here. It must not throw. */
export function onCommit(tx: Transaction, hook: () => void): void {
  commitHooks().get(whole(tx))?.push(hook);
}

/** A transaction itself, also where it was handed over as the statements that run in it. */
export function whole(tx: Transaction): Transaction {
  return typeof tx === "function" ? (txOf(tx) ?? tx) : tx;
}

const TRIES_MAX = 4;
const TRANSACTION_TIMEOUT_MS = 10_000;
const WAIT_FOR_CONNECTION_MS = 5_000;

/** A context whose transactions join one that is open: they stand or fall with it. */
export function joining<C extends { readonly db: Db }>(ctx: C, tx: Tx): C {
  return { ...ctx, db: tx as Db };
}

/**
 * Runs `work` in one transaction and runs it again when PostgreSQL asks for that (a deadlock, a serialisation
 * failure). `work` must await nothing but the database: a transaction holds a connection and row locks. Rejects with
 * AppError `unavailable` when nothing was committed, and `outcomeUnknown` when the answer to the COMMIT was lost.
 */
export function inTransaction<T>(ctx: { readonly db: Db }, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (commitHooks().has(ctx.db)) return work(ctx.db);
  const options = { timeout: TRANSACTION_TIMEOUT_MS, maxWait: WAIT_FOR_CONNECTION_MS };
  return retried(work, (hooked) => ctx.db.$transaction(hooked, options));
}

/** The same for work that is statements alone: it costs a fifth of the processor time that Prisma's transaction takes. */
export function inSqlTransaction<T>(
  ctx: { readonly pool: Pool; readonly db?: Db },
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  if (ctx.db && commitHooks().has(ctx.db)) return work(sqlIn(ctx.db));
  return retried(work, (hooked) => runTransaction(ctx.pool, hooked));
}

async function retried<Tx extends Transaction, T>(
  work: (tx: Tx) => Promise<T>,
  run: (hooked: (tx: Tx) => Promise<T>) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const hooks: (() => void)[] = [];
    try {
      const result = await run((tx) => {
        commitHooks().set(tx, hooks);
        return work(tx);
      });
      for (const hook of hooks) hook();
      return result;
    } catch (error) {
      if (databaseFailure(error).kind !== "retry" || attempt === TRIES_MAX)
        throw fromDatabase(error, "Your change was not saved.");
    }
  }
}

/** Runs `work` in one transaction on a connection of the pool. Rejects with what the database said. */
export async function runTransaction<T>(
  pool: Pool,
  work: (sql: Sql, client: ClientBase) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    const result = await work(sqlOn(client), client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    // Where it fails too, the connection is lost, and the transaction with it.
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  } finally {
    client.release(isLost(client));
  }
}
