import type { Shell } from "../../shell";

const TOLD_MS = 200;

/** A line on the terminal that is written over as a file is read. Nothing is written where nobody looks, or for what is quick. */
export function progressLine({ notes }: Shell, sizeBytes: number | null) {
  let toldAtMs = Date.now();
  let width = 0;
  return {
    show: ({ bytes, events }: { readonly bytes: number; readonly events: number }): void => {
      if (!notes.isTTY || Date.now() - toldAtMs < TOLD_MS) return;
      toldAtMs = Date.now();
      const done = sizeBytes ? `${Math.floor((100 * bytes) / sizeBytes)} %` : `${Math.floor(bytes / 1e6)} MB`;
      const line = `verifying: ${done}, ${events} events`;
      notes.write(`\r${line.padEnd(width)}`);
      width = line.length;
    },
    clear: (): void => {
      if (width > 0) notes.write(`\r${" ".repeat(width)}\r`);
    },
  };
}
