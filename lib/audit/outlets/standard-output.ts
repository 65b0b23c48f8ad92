import type { Writable } from "node:stream";
import { notAccepted } from "./failure";

/**
 * Returns what writes JSON lines and waits until they are taken. A reader that went away is an error of each call, never of the
 * program; for one that does not read, nothing is put behind what it has not taken yet.
 */
export function lineWriter(output: Writable) {
  return (rows: readonly object[], signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (output.writableNeedDrain) return reject(notAccepted("Nobody reads it."));
      const ignore = () => {};
      output.on("error", ignore);
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      output.write(rows.map((row) => `${JSON.stringify(row)}\n`).join(""), (error) => {
        // The stream tells its own listeners after this.
        setImmediate(() => output.off("error", ignore));
        if (error) reject(error);
        else resolve();
      });
    });
}
