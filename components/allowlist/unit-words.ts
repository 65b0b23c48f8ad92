/** Keeps a number and its unit on one line. */
export const NO_BREAK = "\u00a0";

export function inMs(duration: number): string {
  return duration < 10_000
    ? `${Math.round(duration).toLocaleString("en")}${NO_BREAK}ms`
    : `${(duration / 1_000).toFixed(1)}${NO_BREAK}s`;
}

export function inPercent(rate: number): string {
  return `${Math.floor(rate * 1_000) / 10}${NO_BREAK}%`;
}

export function inBytes(bytes: number): string {
  return bytes % 1_048_576 === 0
    ? `${bytes / 1_048_576}${NO_BREAK}MiB`
    : `${(bytes / 1_024).toLocaleString("en")}${NO_BREAK}KiB`;
}

/** `1 day`, `3 days`: a count with what is counted. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en")}${NO_BREAK}${noun}${count === 1 ? "" : "s"}`;
}
