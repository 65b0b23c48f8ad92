/** The median of durations in milliseconds: unlike the slowest of them it does not tell of a machine that stalled once. */
export function median(durationsMs: readonly number[]): number {
  const sorted = [...durationsMs].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error("nothing was measured");
  return middle;
}
