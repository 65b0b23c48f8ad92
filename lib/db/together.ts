/** What one caller waits for. */
interface Waiting<K, V> {
  readonly key: K;
  readonly resolve: (value: V) => void;
  readonly reject: (error: unknown) => void;
}

const TOGETHER_MAX = 200;

/**
 * Makes one question of many that are asked at about the same time: what comes while the last answer is under way shares
 * the next one. So a busy server pays for few queries, an idle one waits for nothing, and every answer was read after it
 * was asked for. `load` answers all keys, in their order. Its statement takes them as `unnest((SELECT $1))`: PostgreSQL
 * then cannot see how many they are, and keeps its plan instead of making one for every number of them.
 */
export function together<K, V>(load: (keys: readonly K[]) => Promise<readonly V[]>): (key: K) => Promise<V> {
  const waiting: Waiting<K, V>[] = [];
  let isLoading = false;

  const loadAll = async () => {
    isLoading = true;
    while (waiting.length > 0) {
      const asked = waiting.splice(0, TOGETHER_MAX);
      try {
        const values = await load(asked.map(({ key }) => key));
        asked.forEach(({ resolve, reject }, i) => {
          const value = values[i];
          if (value === undefined) reject(new Error("a question was left without an answer"));
          else resolve(value);
        });
      } catch (error) {
        for (const { reject } of asked) reject(error);
      }
    }
    isLoading = false;
  };
  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject });
      if (isLoading || waiting.length > 1) return;
      // Whoever asks in this very turn is in it too.
      setImmediate(() => void loadAll());
    });
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
