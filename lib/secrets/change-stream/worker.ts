import type { Logger } from "pino";
import type { Pool } from "@/lib/db/client";
import { type Listener, listen } from "@/lib/db/listener";
import { AppError } from "@/lib/platform/app-error";
import type { RowSeals } from "@/lib/seals/seals";
import type { Change, Fired, WatchedSecret } from "./model";
import { changesAfter, findLiveKeys, findWatched, firedBetween, lastSeq } from "./store";

/** Changes in the order of the log, with the secrets that they are about as these are now; and what triggers took meanwhile. */
export interface Batch {
  readonly changes: readonly Change[];
  readonly secrets: ReadonlyMap<string, WatchedSecret>;
  readonly fired: readonly Fired[];
}

/** Somebody who wants to be told. */
export interface Watcher {
  readonly keyId: string;
  /** What the key was narrowed to when it came; null: it was not. */
  readonly secretIds: readonly string[] | null;
  readonly onBatch: (batch: Batch) => void;
  /** The key is no longer good or reaches other secrets, or the program stops. */
  readonly onEnd: () => void;
}

/** What changes in this database, told to everybody here who watches. */
export interface ChangeFeed {
  /**
   * Resolves when no later change can be missed: to the number of the last event before, and how to stop. Takes the place
   * at once, so that no number of parallel calls gets past the limits. Throws `throttled` when there is none.
   */
  watch(watcher: Watcher): Promise<{ readonly seq: number; readonly stop: () => void }>;
  /** Ends every watcher and takes no more. */
  close(): Promise<void>;
}

interface Options {
  readonly pool: Pool;
  readonly seals: RowSeals;
  readonly log: Pick<Logger, "warn">;
  readonly now: () => Date;
}

export const STREAMS_PER_KEY_MAX = 50;
const STREAMS_MAX = 2_000;
const BATCH_MAX = 500;
/** How soon a revoked, expired or narrowed key loses its streams. */
const KEY_CHECK_MS = 1_000;
/** Where the database cannot tell, behind a pooler of connections, this is how late changes are. */
const LOOK_ANYWAY_MS = 5_000;

/**
 * Follows the audit log for all watchers of this instance, over one connection that the database wakes. The log itself
 * is read, so nothing is lost when that connection is. Connects when the first watcher comes.
 */
export function openChangeFeed({ pool, seals, log, now }: Options): ChangeFeed {
  const watchers = new Set<Watcher>();
  let started: Promise<Running> | null = null;
  let isClosed = false;

  const start = async (): Promise<Running> => {
    const running = follow(pool, log, watchers, await lastSeq(pool));
    const keys = setInterval(() => {
      endDeadKeys(pool, seals, watchers, now()).catch((error) =>
        log.warn({ err: error }, "API keys were not looked at"),
      );
    }, KEY_CHECK_MS).unref();
    return {
      ...running,
      close: async () => {
        clearInterval(keys);
        await running.close();
      },
    };
  };
  return {
    watch: async (watcher) => {
      if (isClosed) throw new Error("the feed is closed");
      requireRoom(watchers, watcher.keyId);
      watchers.add(watcher);
      started ??= start();
      const running = await started.catch((error: unknown) => {
        started = null;
        watchers.delete(watcher);
        throw error;
      });
      return { seq: running.seq(), stop: () => void watchers.delete(watcher) };
    },
    close: async () => {
      isClosed = true;
      for (const watcher of watchers) watcher.onEnd();
      watchers.clear();
      await (await started?.catch(() => null))?.close();
    },
  };
}

function requireRoom(watchers: ReadonlySet<Watcher>, keyId: string): void {
  const isFullForKey = [...watchers].filter((other) => other.keyId === keyId).length >= STREAMS_PER_KEY_MAX;
  if (!isFullForKey && watchers.size < STREAMS_MAX) return;
  const who = isFullForKey ? "this API key" : "everybody";
  throw new AppError("throttled", `Too many streams of ${who} are open on this instance. Close some.`, {
    retryAfterSeconds: 10,
  });
}

interface Running {
  seq(): number;
  close(): Promise<void>;
}

/** Reads on from `first` whenever it is woken, one read at a time. */
function follow(pool: Pool, log: Options["log"], watchers: ReadonlySet<Watcher>, first: number): Running {
  let seq = first;
  let isWoken = false;
  let reading: Promise<void> | null = null;

  const read = async () => {
    while (isWoken) {
      isWoken = false;
      const stretch = await changesAfter(pool, seq, BATCH_MAX);
      const fired = await firedBetween(pool, seq, stretch.upTo, BATCH_MAX);
      // All of both up to here.
      const upTo = fired.length === BATCH_MAX ? (fired.at(-1)?.seq ?? stretch.upTo) : stretch.upTo;
      const changes = stretch.changes.filter((change) => change.seq <= upTo);
      if (changes.length === 0 && fired.length === 0) {
        seq = upTo;
        // Woken again while nothing was found yet: what woke it may have come too late for that read.
        continue;
      }
      const ids = changes.flatMap(({ secretId }) => (secretId === null ? [] : [secretId]));
      const batch = { changes, secrets: await findWatched(pool, [...new Set(ids)]), fired };
      seq = upTo;
      for (const watcher of watchers) watcher.onBatch(batch);
      isWoken ||= stretch.changes.length === BATCH_MAX || fired.length === BATCH_MAX;
    }
  };
  const wake = () => {
    isWoken = true;
    reading ??= read()
      .catch((error) => log.warn({ err: error }, "changes could not be read; trying again soon"))
      .finally(() => {
        reading = null;
      });
  };
  const listener: Listener = listen({
    pool,
    channel: "strongroom_changes",
    onWake: wake,
    onError: (error) => log.warn({ err: error }, "the connection that listens for changes was lost"),
  });
  const timer = setInterval(wake, LOOK_ANYWAY_MS).unref();
  return {
    seq: () => seq,
    close: async () => {
      clearInterval(timer);
      await listener.close();
      await reading;
    },
  };
}

async function endDeadKeys(pool: Pool, seals: RowSeals, watchers: Set<Watcher>, now: Date): Promise<void> {
  if (watchers.size === 0) return;
  // Who comes while this is asked was not asked about.
  const asked = [...watchers];
  const live = await findLiveKeys(pool, seals, [...new Set(asked.map(({ keyId }) => keyId))], now);
  for (const watcher of asked) {
    const secretIds = live.get(watcher.keyId);
    if (secretIds !== undefined && `${secretIds}` === `${watcher.secretIds}`) continue;
    watchers.delete(watcher);
    watcher.onEnd();
  }
}
