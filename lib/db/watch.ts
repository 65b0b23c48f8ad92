import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import type { LoneConnection, WatchedPool } from "./pool";

export interface DatabaseWatch {
  close(): Promise<void>;
}

interface Options {
  readonly pool: WatchedPool;
  /** The database has fallen silent, or answers again. */
  readonly onChange: (isSilent: boolean) => void;
  /** How often it is asked. */
  readonly intervalMs?: number;
  /** What it may take to answer. */
  readonly answerMs?: number;
}

/** A database that refuses answers as well: whoever asks it learns that at once. */
type Answer = "answered" | "refused" | "silent";

/**
 * Asks the database again and again, on a connection of its own, and has the pool refuse work while no answer comes. The
 * limits of statements alone would keep each request waiting for seconds where packets vanish, or the server is stopped.
 */
export function watchDatabase({
  pool,
  onChange,
  intervalMs = 1_000,
  answerMs = 1_000,
}: Options): DatabaseWatch {
  const closing = new AbortController();
  let connection: LoneConnection | null = null;
  let isSilent = false;

  const drop = () => {
    connection?.destroy(new Error("it is not used any more"));
    connection = null;
  };
  const ask = async (): Promise<Answer> => {
    if (connection && (await inTime(connection.query("SELECT 1"), answerMs)) === "answered")
      return "answered";
    // That connection may have lost its way alone.
    drop();
    const next = pool.newConnection();
    connection = next;
    const greeting = next.connect().then(() => next.query("SELECT 1"));
    const answer = await inTime(greeting, answerMs);
    if (answer !== "answered") drop();
    return answer;
  };
  const run = async () => {
    while (!closing.signal.aborted) {
      const wasSilent = isSilent;
      isSilent = (await ask()) === "silent";
      if (isSilent !== wasSilent && !closing.signal.aborted) {
        pool.setSilent(isSilent);
        onChange(isSilent);
      }
      const pauseMs = isSilent ? 0 : intervalMs;
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

async function inTime(answer: Promise<unknown>, ms: number): Promise<Answer> {
  let settled: Answer = "silent";
  const settling = answer.then(
    () => {
      settled = "answered";
    },
    () => {
      settled = "refused";
    },
  );
  const timer = new AbortController();
  await Promise.race([settling, sleep(ms, undefined, { signal: timer.signal }).catch(() => {})]);
  timer.abort();
  // Where this process itself was held up, the answer may lie there unread.
  if (settled === "silent") await setImmediate();
  return settled;
}
