const TRIES = 3;

/**
 * The processor time that work takes, in milliseconds: the shortest of three tries. What other processes do meanwhile does
 * not count, so that it tells linear from quadratic on a busy machine too.
 */
export async function cpuMs(work: () => unknown): Promise<number> {
  const tries: number[] = [];
  for (let n = 0; n < TRIES; n += 1) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    tries.push((user + system) / 1_000);
  }
  return Math.min(...tries);
}
