import { note, type Shell } from "../shell";
import type { Child } from "./child";
import { forwardSignals } from "./signals";

/** How long a child has to end by itself after SIGTERM. */
const GRACE_MS = 10_000;

/** What makes a child start anew. */
export interface Change<T> {
  readonly reason: string;
  readonly next: T;
}

/** Waits for the next change that is not yet acted on. */
export type NextChange<T> = () => Promise<Change<T>>;

/** Runs a child to its end, and another in its place after every change. Returns the code of the one that ended by itself. */
export async function supervise<T>(
  shell: Shell,
  first: T,
  start: (input: T) => Promise<Child>,
  next: NextChange<T>,
): Promise<number> {
  let current: Child | null = null;
  const early: NodeJS.Signals[] = [];
  const signals = forwardSignals(
    () => current,
    (signal) => early.push(signal),
  );
  const launch = async (input: T): Promise<Child> => {
    current = null;
    const child = await start(input);
    current = child;
    for (const signal of early.splice(0)) child.signal(signal);
    return child;
  };
  try {
    let child = await launch(first);
    signals.watchGroup();
    for (;;) {
      const change = await Promise.race([child.exited, next()]);
      if (typeof change === "number") return await child.ended;
      note(shell, `${change.reason}; restarting`);
      const code = await stop(child);
      if (signals.isEnding()) return code;
      child = await launch(change.next);
    }
  } finally {
    signals.stop();
  }
}

async function stop(child: Child): Promise<number> {
  child.signal("SIGTERM");
  const kill = setTimeout(() => child.signal("SIGKILL"), GRACE_MS);
  const code = await child.exited;
  clearTimeout(kill);
  return code;
}
