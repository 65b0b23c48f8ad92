import type { Db, Tx } from "./client";
import { databaseFailure, fromDatabase } from "./errors";

/** Next loads this module several times in one process; what one copy begins, another may join. */
const HOOKS = Symbol.for("strongroom.commitHooks");
const registry = globalThis as { [HOOKS]?: WeakMap<Tx, (() => void)[]> };

function commitHooks(): WeakMap<Tx, (() => void)[]> {
  registry[HOOKS] ??= new WeakMap();
  return registry[HOOKS];
}

/** Runs `hook` once the transaction has committed; never for one that `inTransaction` did not begin. It must not throw. */
export function onCommit(tx: Tx, hook: () => void): void {
  commitHooks().get(tx)?.push(hook);
}

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
    const hooks: (() => void)[] = [];
    try {
      const options = { timeout: TRANSACTION_TIMEOUT_MS, maxWait: WAIT_FOR_CONNECTION_MS };
      const result = await ctx.db.$transaction((tx) => {
        commitHooks().set(tx, hooks);
        return work(tx);
      }, options);
      for (const hook of hooks) hook();
      return result;
    } catch (error) {
      if (databaseFailure(error).kind !== "retry" || attempt === TRIES_MAX)
        throw fromDatabase(error, "Your change was not saved.");
    }
  }
}
