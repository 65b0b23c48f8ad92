import { setImmediate as nextTurn } from "node:timers/promises";

/** One question, and who waits for its answer. */
interface Waiting<V> {
  readonly answer: Promise<V>;
  readonly resolve: (value: V) => void;
  readonly reject: (error: unknown) => void;
}

const TOGETHER_MAX = 200;

/**
 * Makes one question of many that are asked at about the same time: what comes while the last answer is under way shares
 * the next one, and the same key is asked for once. So a busy server pays for few queries, an idle one waits for nothing,
 * and every answer was read after it was asked for. `load` answers all keys, in their order. Its statement takes them as
 * `unnest((SELECT $1))`: PostgreSQL then cannot see how many they are, and keeps its plan instead of making one for every
 * number of them.
 */
export function together<K, V>(load: (keys: readonly K[]) => Promise<readonly V[]>): (key: K) => Promise<V> {
  const waiting = new Map<K, Waiting<V>>();
  let isLoading = false;

  const loadAll = async () => {
    isLoading = true;
    while (waiting.size > 0) {
      // Whoever asks in this very turn is in it too.
      await nextTurn();
      const asked = [...waiting].slice(0, TOGETHER_MAX);
      for (const [key] of asked) waiting.delete(key);
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
    }
    isLoading = false;
  };
  return (key) => {
    const same = waiting.get(key);
    if (same) return same.answer;
    const asked = newWaiting<V>();
    waiting.set(key, asked);
    if (!isLoading) void loadAll();
    return asked.answer;
  };
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
export function togetherOn<P extends object, K, V>(
  loadOn: (pool: P, keys: readonly K[]) => Promise<readonly V[]>,
): (pool: P, key: K) => Promise<V> {
  const made = new WeakMap<P, (key: K) => Promise<V>>();
  return (pool, key) => {
    const known = made.get(pool);
    if (known) return known(key);
    const ask = together((keys: readonly K[]) => loadOn(pool, keys));
    made.set(pool, ask);
    return ask(key);
  };
}
