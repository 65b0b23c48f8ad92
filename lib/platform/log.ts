import { pino, type Logger } from "pino";
import type { Settings } from "./settings";

/** The program's log: one JSON line per event on standard output. Values, passwords, cookies and keys are cut out. */
export function openLog(settings: Pick<Settings, "logLevel">): Logger {
  return pino({
    level: settings.logLevel,
    base: null,
    redact: {
      paths: ["value", "*.value", "password", "*.password", "*.authorization", "*.cookie", "*.token"],
      censor: "[redacted]",
    },
  });
}
