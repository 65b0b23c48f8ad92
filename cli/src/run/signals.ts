import { type GroupSentinel, openGroupSentinel } from "./group-sentinel";
import { isInOurGroup } from "./process-group";

/** What a process manager or a terminal may send to have a program end, reload or report. */
const FORWARDED = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2"] as const;
const ENDING: readonly string[] = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"];

/** Who gets what this process is sent. */
export interface Receiver {
  readonly pid: number | undefined;
  signal(signal: NodeJS.Signals): void;
}

export interface Signals {
  /** Whether one came that asks to end. */
  readonly isEnding: () => boolean;
  /** From here on there is a child, which its process group may be sent signals for. */
  readonly watchGroup: () => void;
  readonly stop: () => void;
}

/**
 * Hands every signal on instead of ending by it, until stopped, so that the receiver gets it exactly once: not when the whole
 * process group was sent it, as by Ctrl-C on a terminal, and the receiver is of that group. `receiver`: null while there is none;
 * then `keep` gets the signal.
 */
export function forwardSignals(
  receiver: () => Receiver | null,
  keep: (signal: NodeJS.Signals) => void,
): Signals {
  let isEnding = false;
  let sentinel: GroupSentinel | null = null;
  let queue = Promise.resolve();
  const forward = (signal: NodeJS.Signals) => {
    isEnding ||= ENDING.includes(signal);
    const to = receiver();
    if (to === null) return keep(signal);
    const wasGroupSignal = sentinel?.wasGroupSignal(signal) ?? process.platform === "win32";
    queue = queue.then(async () => {
      const hasIt = (await wasGroupSignal) && (to.pid === undefined || isInOurGroup(to.pid));
      if (!hasIt) to.signal(signal);
    });
  };
  for (const signal of FORWARDED) process.on(signal, forward);
  return {
    isEnding: () => isEnding,
    watchGroup: () => {
      if (process.platform !== "win32") sentinel ??= openGroupSentinel();
    },
    stop: () => {
      for (const signal of FORWARDED) process.off(signal, forward);
      sentinel?.stop();
    },
  };
}
