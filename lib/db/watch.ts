import { setTimeout as sleep } from "node:timers/promises";
import { isNoConnectionFree, type LoneConnection, type WatchedPool } from "./pool";

/** What a database that is away does: it refuses connections, or gives no answer at all. */
export type Absence = "refusing" | "silent";

export interface DatabaseWatch {
  close(): Promise<void>;
}

interface Options {
  readonly pool: WatchedPool;
  /** The database is away, in another way than before, or there again: null. */
  readonly onChange: (absence: Absence | null) => void;
  /** How often it is asked. */
  readonly intervalMs?: number;
  /** What it may take to answer. */
  readonly answerMs?: number;
}

/** How soon a database that refuses connections is asked again. */
const AGAIN_MS = 200;
const SLICES = 10;

/**
 * Asks the database again and again, on a connection of its own, and has the pool refuse work while it is away. By their own
 * limits requests would wait for seconds each, where packets vanish, the server is stopped, or a proxy looks for another one.
 */
export function watchDatabase({
  pool,
  onChange,
  intervalMs = 1_000,
  answerMs = 1_000,
}: Options): DatabaseWatch {
  const closing = new AbortController();
  let connection: LoneConnection | null = null;
  let absence: Absence | null = null;

  const drop = () => {
    connection?.destroy(new Error("it is not used any more"));
    connection = null;
  };
  const look = async (): Promise<Absence | null> => {
    const last = connection && (await absenceBy(connection.query("SELECT 1"), answerMs));
    if (connection && last === null) return null;
    // That connection may have lost its way alone, or with those that were made when it was.
    drop();
    const next = pool.newConnection();
    connection = next;
    const found = await absenceBy(
      next.connect().then(() => next.query("SELECT 1")),
      answerMs,
    );
    if (found !== null) drop();
    else if (last === "silent") pool.breakOff();
    return found;
  };
  const run = async () => {
    while (!closing.signal.aborted) {
      const before = absence;
      absence = await look();
      if (absence !== before && !closing.signal.aborted) {
        pool.setAway(absence);
        onChange(absence);
      }
      const pauseMs = absence === null ? intervalMs : absence === "silent" ? 0 : AGAIN_MS;
      await sleep(pauseMs, undefined, { signal: closing.signal, ref: false }).catch(() => {});
    }
    drop();
  };
  const running = run();
  return {
    close: async () => {
      closing.abort();
      drop();
      await running;
    },
  };
}

/** What an answer that comes, or does not come in time, says of the database. */
async function absenceBy(answer: Promise<unknown>, ms: number): Promise<Absence | null> {
  let found: Absence | null = "silent";
  const settling = answer.then(
    () => {
      found = null;
    },
    (error: unknown) => {
      found = isNoConnectionFree(error) ? null : "refusing";
    },
  );
  // In slices: where this process itself was held up, only one of them is lost, and the answer is read after it.
  for (let slice = 0; slice < SLICES && found === "silent"; slice += 1) {
    const timer = new AbortController();
    await Promise.race([settling, sleep(ms / SLICES, undefined, { signal: timer.signal }).catch(() => {})]);
    timer.abort();
  }
  return found;
}
