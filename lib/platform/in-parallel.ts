/** Does something with each item, so many at a time, and answers in their order. Rejects with the first failure, when the rest is done. */
export async function inParallel<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const waiting = items.entries();
  const through = async () => {
    for (const [i, item] of waiting) results[i] = await work(item);
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.min(atOnce, items.length) }, through));
  for (const end of ended) if (end.status === "rejected") throw end.reason;
  return results;
}
