import { databaseFailure } from "@/lib/db/errors";
import { AppError, isAppError } from "@/lib/platform/app-error";
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

/** Appends all of these events or none; resolves when they are durable. */
type Append = (events: readonly UnplacedEvent[]) => Promise<void>;

const WAITING_MAX = 10_000;
const GROUP_ENTRIES_MAX = 500;

/**
 * Everything that arrived while the last commit was under way shares the next one, so that a busy server pays one
 * flush to disk for many events. One group at a time: the head of the chain would order them anyway.
 */
export function openGroupCommit(append: Append): GroupCommit {
  const waiting: Entry[] = [];
  let draining: Promise<void> | null = null;
  let isClosed = false;

  async function drain(): Promise<void> {
    while (waiting.length > 0) await commit(append, waiting.splice(0, GROUP_ENTRIES_MAX));
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
async function commit(append: Append, entries: readonly Entry[]): Promise<void> {
  const events = entries.flatMap((entry) => entry.events);
  try {
    await append(events);
    for (const entry of entries) entry.resolve();
  } catch (error) {
    if (entries.length === 1 || databaseFailure(error).kind !== "other") {
      for (const entry of entries) entry.reject(unwritable(error));
      return;
    }
    const middle = Math.ceil(entries.length / 2);
    await commit(append, entries.slice(0, middle));
    await commit(append, entries.slice(middle));
  }
}

/** What whoever wanted to append is told. */
export function unwritable(error: unknown): AppError {
  if (isAppError(error)) return error;
  return new AppError("unavailable", "The audit log cannot be written, so nothing was done.", {
    cause: error,
  });
}

function overrun(): AppError {
  return new AppError("unavailable", "The server is too busy to keep its audit log. Try again.", {
    retryAfterSeconds: 1,
  });
}

/** Lets every request of this turn of the event loop join the first group. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
