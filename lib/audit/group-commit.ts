import type { PoolClient } from "pg";
import type { Pool } from "@/lib/db/client";
import { databaseFailure } from "@/lib/db/errors";
import { type Sql, sqlOn } from "@/lib/db/sql";
import { AppError } from "@/lib/platform/app-error";
import type { UnplacedEvent } from "./event";

/** One call's events: they are written together or not at all. */
interface Entry {
  readonly events: readonly UnplacedEvent[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export interface GroupCommit {
  /** Resolves when the events are durable. */
  write(events: readonly UnplacedEvent[]): Promise<void>;
  close(): Promise<void>;
}

type Append = (sql: Sql, events: readonly UnplacedEvent[]) => Promise<void>;

const WAITING_MAX = 10_000;
const GROUP_ENTRIES_MAX = 500;

/**
 * Everything that arrived while the last commit was under way shares the next one, so that a busy server pays one
 * flush to disk for many events. One group at a time: the head of the chain would order them anyway.
 */
export function openGroupCommit(pool: Pool, append: Append): GroupCommit {
  const waiting: Entry[] = [];
  let draining: Promise<void> | null = null;
  let isClosed = false;

  async function drain(): Promise<void> {
    while (waiting.length > 0) await commit(pool, append, waiting.splice(0, GROUP_ENTRIES_MAX));
    draining = null;
  }

  return {
    write: (events) =>
      new Promise((resolve, reject) => {
        if (isClosed) return reject(new AppError("unavailable", "The server is stopping."));
        if (waiting.length >= WAITING_MAX) return reject(overrun());
        waiting.push({ events, resolve, reject });
        draining ??= nextTurn().then(drain);
      }),
    close: async () => {
      isClosed = true;
      await draining;
    },
  };
}

/** Commits a group. If it fails for what one entry holds, its halves are tried, so that only the culprit is refused. */
async function commit(pool: Pool, append: Append, entries: readonly Entry[]): Promise<void> {
  const events = entries.flatMap((entry) => entry.events);
  try {
    await inOwnTransaction(pool, (sql) => append(sql, events));
    for (const entry of entries) entry.resolve();
  } catch (error) {
    if (entries.length === 1 || databaseFailure(error).kind !== "other") {
      for (const entry of entries) entry.reject(error);
      return;
    }
    const middle = Math.ceil(entries.length / 2);
    await commit(pool, append, entries.slice(0, middle));
    await commit(pool, append, entries.slice(middle));
  }
}

async function inOwnTransaction(pool: Pool, work: (sql: Sql) => Promise<void>): Promise<void> {
  const client = await pool.connect();
  // Without a listener, a server that goes away between two statements would end the process.
  client.on("error", ignore);
  try {
    await client.query("BEGIN");
    await work(sqlOn(client));
    await client.query("COMMIT");
    giveBack(client);
  } catch (error) {
    const isUsable = await client.query("ROLLBACK").then(
      () => true,
      () => false,
    );
    giveBack(client, isUsable ? undefined : error);
    throw error;
  }
}

/** Returns a connection to the pool, or closes it if something broke it. */
function giveBack(client: PoolClient, broken?: unknown): void {
  client.off("error", ignore);
  client.release(broken !== undefined);
}

/** The statement that runs next fails by itself. */
function ignore(): void {}

function overrun(): AppError {
  return new AppError("unavailable", "The server is too busy to keep its audit log. Try again.", {
    retryAfterSeconds: 1,
  });
}

/** Lets every request of this turn of the event loop join the first group. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
