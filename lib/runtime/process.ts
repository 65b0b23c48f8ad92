import type { Logger } from "pino";

/** After this a stop that hangs is cut short. */
const STOP_MS_MAX = 25_000;

/** npm passes a signal on although the terminal sent it to the program already: that echo comes within this time. */
const ECHO_MS = 1_000;

/** Stops the program in good order on the first SIGTERM, SIGINT or SIGHUP, and at once on the second. */
export function onStopSignal(log: Logger, stop: () => Promise<void>): void {
  let first: { readonly signal: NodeJS.Signals; readonly at: number } | null = null;
  const handle = (signal: NodeJS.Signals): void => {
    if (first) {
      const isEcho = signal === first.signal && performance.now() - first.at < ECHO_MS;
      if (!isEcho) process.exit(1);
      return;
    }
    first = { signal, at: performance.now() };
    log.info({ signal }, "stopping");
    void stopAndExit(log, stop, 0);
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, handle);
}

/**
 * A rejection that nobody waited for is logged, and the program goes on: it belongs to one request. An exception that
 * nobody caught leaves state unknown: the program flushes what it holds and exits with code 1.
 */
export function failLoudly(log: Logger, stop: () => Promise<void>): void {
  process.on("unhandledRejection", (reason) => {
    log.error({ err: reason }, "a promise was rejected and nobody waited for it");
  });
  process.on("uncaughtException", (error) => {
    log.fatal({ err: error }, "stopping: an exception was not caught");
    void stopAndExit(log, stop, 1);
  });
}

/** The first code other than 0 stays, when an exception comes during a stop. */
async function stopAndExit(log: Logger, stop: () => Promise<void>, code: number): Promise<never> {
  process.exitCode ||= code;
  const late = setTimeout(() => {
    log.error("stopping took too long and was cut short");
    process.exit(1);
  }, STOP_MS_MAX);
  await stop();
  clearTimeout(late);
  process.exit();
}
