import { format, stripVTControlCharacters } from "node:util";
import type { Logger } from "pino";

const LEVELS = { debug: "debug", log: "info", info: "info", warn: "warn", error: "error" } as const;

/**
 * Makes lines of the log of what libraries write to the console, Next above all: one line of JSON each, with the id of the request, and of an
 * error what the log keeps of errors alone. Returns how to undo that.
 */
export function logConsole(log: Logger): () => void {
  const kept = { ...console };
  for (const [name, level] of Object.entries(LEVELS)) {
    const write = (...parts: unknown[]) => {
      const err = parts.find((part) => part instanceof Error);
      const words = parts.filter((part) => typeof part !== "object");
      const text = stripVTControlCharacters(format(...words))
        .trim()
        .slice(0, 500);
      log[level](err ? { err, source: "console" } : { source: "console" }, text || "an error");
    };
    Object.assign(console, { [name]: write });
  }
  return () => void Object.assign(console, kept);
}
