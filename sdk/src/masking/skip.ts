const BLOCK = 3;
/** All that `slotOf` can give. */
const SLOTS = 1 << 18;
const WINDOW_MAX = 64;
const PREFIX_MAX = 8;
const PREFIX_SLOTS_MAX = 1 << 22;

/** Finds places where a pattern may begin without looking at every byte. */
export interface Skip {
  /** As many bytes as the shortest pattern has, at most 64. */
  readonly window: number;
  /**
   * The first place from `from` on where a pattern may begin. Where less than a window is left before `to`, the place
   * from which on nothing is known.
   */
  next(bytes: Uint8Array, from: number, to: number): number;
}

/**
 * Looks at the last three bytes of a window as long as the shortest pattern (Wu and Manber, 1994): where no pattern has
 * them near its beginning, no pattern can begin before them, and the window moves on past them. Where one can, the hash of
 * its first bytes decides.
 */
export function skipOf(patterns: readonly Uint8Array[]): Skip {
  const shortest = patterns.reduce((least, { length }) => Math.min(least, length), WINDOW_MAX);
  const window = Math.max(shortest, BLOCK);
  const farthest = window - BLOCK + 1;
  const shifts = new Uint8Array(SLOTS).fill(farthest);
  const isBeginning = beginningsOf(patterns, Math.min(window, PREFIX_MAX));
  for (const pattern of patterns) {
    for (let at = 0; at < farthest; at += 1) {
      const slot = slotOf(pattern, at);
      shifts[slot] = Math.min(shifts[slot] ?? 0, farthest - 1 - at);
    }
  }
  const next = (bytes: Uint8Array, from: number, to: number): number => {
    let at = from + farthest - 1;
    const last = to - BLOCK;
    while (at <= last) {
      const shift = shifts[slotOf(bytes, at)] ?? 0;
      if (shift > 0) {
        at += shift;
        continue;
      }
      const start = at - farthest + 1;
      if (isBeginning(bytes, start)) return start;
      at += 1;
    }
    return Math.min(at - farthest + 1, to);
  };
  return { window, next };
}

function slotOf(bytes: Uint8Array, at: number): number {
  const a = bytes[at] ?? 0;
  const b = bytes[at + 1] ?? 0;
  const c = bytes[at + 2] ?? 0;
  return a ^ (b << 5) ^ (c << 10);
}

/** Whether a pattern may begin at a place, by the hash of as many bytes as all patterns have, at most eight. */
function beginningsOf(
  patterns: readonly Uint8Array[],
  length: number,
): (bytes: Uint8Array, at: number) => boolean {
  let slots = 1 << 12;
  while (slots < patterns.length * 16 && slots < PREFIX_SLOTS_MAX) slots *= 2;
  const table = new Uint8Array(slots);
  const slotOfPrefix = (bytes: Uint8Array, at: number): number => {
    let hash = 0x811c9dc5;
    for (let i = 0; i < length; i += 1) hash = Math.imul(hash ^ (bytes[at + i] ?? 0), 0x01000193);
    return (hash ^ (hash >>> 13)) & (slots - 1);
  };
  for (const pattern of patterns) table[slotOfPrefix(pattern, 0)] = 1;
  return (bytes, at) => table[slotOfPrefix(bytes, at)] === 1;
}
