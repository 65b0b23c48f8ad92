const TRIES = 3;

/** How long work takes in milliseconds: the shortest of three tries, as the machine may have other things to do as well. */
export async function durationMs(work: () => unknown): Promise<number> {
  const tries: number[] = [];
  for (let n = 0; n < TRIES; n += 1) {
    const startedAt = performance.now();
    await work();
    tries.push(performance.now() - startedAt);
  }
  return Math.min(...tries);
}
