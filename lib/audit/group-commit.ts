import { databaseFailure } from "@/lib/db/errors";
import { AppError, isAppError } from "@/lib/platform/app-error";
import type { PendingEvent } from "./event";

/** One call's events: they are written together or not at all. */
interface Entry {
  readonly events: readonly PendingEvent[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export interface GroupCommit {
  /** Resolves when the events are durable. */
  write(events: readonly PendingEvent[]): Promise<void>;
  /** Why nothing can be written just now, for as long as that is known; null when writing works. */
  trouble(): string | null;
  /** How many events wait to be written. */
  waiting(): number;
  close(): Promise<void>;
}

/** Appends all of these events or none; resolves when they are durable. */
type Append = (events: readonly PendingEvent[]) => Promise<void>;

const WAITING_MAX = 10_000;
const GROUP_ENTRIES_MAX = 500;
/** A group that takes longer than this is stuck. */
const COMMIT_MS_MAX = 2_500;
/** How long a failure counts while nobody tries again. */
const FAILURE_COUNTS_MS = 10_000;

/**
 * Everything that arrived while the last commit was under way shares the next one, so that a busy server pays one
 * flush to disk for many events. One group at a time: the head of the chain would order them anyway.
 */
export function openGroupCommit(append: Append): GroupCommit {
  const waiting: Entry[] = [];
  let draining: Promise<void> | null = null;
  let isClosed = false;
  let begunAt: number | null = null;
  let failedAt = Number.NEGATIVE_INFINITY;

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      begunAt = performance.now();
      const isWritten = await commit(append, waiting.splice(0, GROUP_ENTRIES_MAX));
      failedAt = isWritten ? Number.NEGATIVE_INFINITY : performance.now();
    }
    begunAt = null;
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
    trouble: () => {
      const now = performance.now();
      if (begunAt !== null && now - begunAt > COMMIT_MS_MAX) return "the audit log does not answer in time";
      return now - failedAt < FAILURE_COUNTS_MS ? "the audit log cannot be written" : null;
    },
    waiting: () => waiting.reduce((sum, { events }) => sum + events.length, 0),
    close: async () => {
      isClosed = true;
      await draining;
    },
  };
}

/**
 * Commits a group, and tells whether any of it was written. If it fails for what one entry holds, its halves are tried, so
 * that only the culprit is refused.
 */
async function commit(append: Append, entries: readonly Entry[]): Promise<boolean> {
  const events = entries.flatMap((entry) => entry.events);
  try {
    await append(events);
    for (const entry of entries) entry.resolve();
    return true;
  } catch (error) {
    if (entries.length === 1 || databaseFailure(error).kind !== "other") {
      for (const entry of entries) entry.reject(unwritable(error));
      return false;
    }
    const middle = Math.ceil(entries.length / 2);
    const first = await commit(append, entries.slice(0, middle));
    return (await commit(append, entries.slice(middle))) || first;
  }
}

/** The error for whoever wanted to append; `claim` is for whoever can be certain that nothing was committed. */
export function unwritable(error: unknown, claim: "Your change was not saved. " | "" = ""): AppError {
  if (isAppError(error)) return error;
  return new AppError("unavailable", `The audit log cannot be written. ${claim}Try again in a moment.`, {
    cause: error,
    retryAfterSeconds: 2,
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
