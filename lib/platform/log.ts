import { type DestinationStream, type Logger, pino } from "pino";
import { currentActivity } from "./activity";
import type { Settings } from "./settings";

/**
 * The program's log: one JSON line per event, on standard output unless told otherwise. Values, passwords, cookies and
 * keys are cut out.
 */
export function openLog(settings: Pick<Settings, "logLevel">, destination?: DestinationStream): Logger {
  const options = {
    level: settings.logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    // The request that a line belongs to, whoever writes it.
    mixin: () => {
      const requestId = currentActivity()?.requestId;
      return requestId ? { requestId } : {};
    },
    serializers: { err: logged },
    redact: {
      paths: ["value", "*.value", "password", "*.password", "*.authorization", "*.cookie", "*.token"],
      censor: "[redacted]",
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** What the log keeps of an error: never the fields that drivers hang on it, they repeat rows and parameters. */
function logged(error: unknown): object {
  if (!(error instanceof Error)) return { message: "not an Error" };
  const code = "code" in error && typeof error.code === "string" ? { code: error.code } : {};
  const cause = error.cause === undefined ? {} : { cause: logged(error.cause) };
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return { type: error.name, message: firstWords(error), ...code, ...cause, stack: frames.join("\n") };
}

/** Prisma's messages quote the whole call above their last line, arguments included: keep the last line alone. */
function firstWords(error: Error): string {
  const lines = error.message.trim().split("\n");
  return (error.name.startsWith("PrismaClient") ? lines.at(-1) : error.message)?.slice(0, 1_000) ?? "";
}
