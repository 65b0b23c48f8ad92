/** What a process manager or a terminal may send to have a program end, reload or report. */
const FORWARDED = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2"] as const;
/** A terminal sends these to the child itself: a second one would make many programs drop everything. */
const FROM_TERMINAL: readonly string[] = ["SIGINT", "SIGQUIT"];
const ENDING: readonly string[] = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"];

export interface Signals {
  /** Whether one came that asks to end. */
  readonly isEnding: () => boolean;
  readonly stop: () => void;
}

/** Hands every signal on instead of ending by it, until stopped. */
export function forwardSignals(
  { input }: { readonly input: { readonly isTTY?: boolean } },
  send: (signal: NodeJS.Signals) => void,
): Signals {
  let isEnding = false;
  const forward = (signal: NodeJS.Signals) => {
    isEnding ||= ENDING.includes(signal);
    if (!(input.isTTY && FROM_TERMINAL.includes(signal))) send(signal);
  };
  for (const signal of FORWARDED) process.on(signal, forward);
  return {
    isEnding: () => isEnding,
    stop: () => {
      for (const signal of FORWARDED) process.off(signal, forward);
    },
  };
}
