import { setImmediate as nextTurn } from "node:timers/promises";

/** One question, and who waits for its answer. */
interface Waiting<V> {
  readonly answer: Promise<V>;
  readonly resolve: (value: V) => void;
  readonly reject: (error: unknown) => void;
}

const BATCH_MAX = 200;
/** After this a batch that has no answer yet no longer keeps the next one from going out on another connection. */
const OVERTAKE_MS = 500;
/** Batches of one loader that may be under way, so that a database that hangs is not given every connection. */
const IN_FLIGHT_MAX = 4;

/**
 * Makes one question of many that are asked at about the same time: what comes while the last answer is under way shares
 * the next one, and the same key is asked for once. So a busy server pays for few queries, an idle one waits for nothing,
 * and every answer was read after it was asked for. `load` answers all keys, in their order. Its statement takes them as
 * `unnest((SELECT $1))`: PostgreSQL then cannot see how many they are, and keeps its plan instead of making one for every
 * number of them.
 */
export function batch<K, V>(load: (keys: readonly K[]) => Promise<readonly V[]>): (key: K) => Promise<V> {
  const waiting = new Map<K, Waiting<V>>();
  let inFlight = 0;
  /** Whether a batch keeps the next one waiting. */
  let isHeld = false;

  const loadBatch = async () => {
    const asked = [...waiting].slice(0, BATCH_MAX);
    for (const [key] of asked) waiting.delete(key);
    inFlight += 1;
    try {
      const values = await load(asked.map(([key]) => key));
      asked.forEach(([, { resolve, reject }], i) => {
        const value = values[i];
        if (value === undefined) reject(new Error("a question was left without an answer"));
        else resolve(value);
      });
    } catch (error) {
      for (const [, { reject }] of asked) reject(error);
    }
    inFlight -= 1;
    if (!isHeld) void loadAll();
  };
  const loadAll = async () => {
    isHeld = true;
    while (waiting.size > 0 && inFlight < IN_FLIGHT_MAX) {
      // Whoever asks in this very turn is in it too.
      await nextTurn();
      await withinTime(loadBatch(), OVERTAKE_MS);
    }
    isHeld = false;
  };
  return (key) => {
    const same = waiting.get(key);
    if (same) return same.answer;
    const asked = newWaiting<V>();
    waiting.set(key, asked);
    if (!isHeld) void loadAll();
    return asked.answer;
  };
}

/** Waits for `work`, but no longer than that. */
function withinTime(work: Promise<void>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    void work.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function newWaiting<V>(): Waiting<V> {
  let [resolve, reject] = [(_: V) => {}, (_: unknown) => {}];
  const answer = new Promise<V>((onValue, onError) => {
    [resolve, reject] = [onValue, onError];
  });
  // Some ask ahead, and whether anybody will ever want to know is open.
  answer.catch(() => {});
  return { answer, resolve, reject };
}

/** The same for each pool: made when it is first asked for. */
export function batchOn<P extends object, K, V>(
  loadOn: (pool: P, keys: readonly K[]) => Promise<readonly V[]>,
): (pool: P, key: K) => Promise<V> {
  const made = new WeakMap<P, (key: K) => Promise<V>>();
  return (pool, key) => {
    const known = made.get(pool);
    if (known) return known(key);
    const ask = batch((keys: readonly K[]) => loadOn(pool, keys));
    made.set(pool, ask);
    return ask(key);
  };
}
