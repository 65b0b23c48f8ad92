import { availableParallelism } from "node:os";
import { AppError } from "@/lib/platform/app-error";

/**
 * Who waits for a password check, most trusted first: a session or known device of the account, anybody else, and
 * whoever comes from an address with too many failures. A later lane runs only when the earlier ones are empty.
 */
export type Lane = "known" | "unknown" | "suspect";

/** How many may wait in each lane. */
const WAITING_MAX: Readonly<Record<Lane, number>> = { known: 256, unknown: 256, suspect: 32 };

interface Semaphore {
  running: number;
  readonly waiting: Readonly<Record<Lane, (() => void)[]>>;
}

const KEY = Symbol.for("strongroom.passwordTurnstile");
const registry = globalThis as { [KEY]?: Semaphore };

/** One for the whole process, although Next loads this module several times: it is what keeps memory bounded. */
function semaphore(): Semaphore {
  registry[KEY] ??= { running: 0, waiting: { known: [], unknown: [], suspect: [] } };
  return registry[KEY];
}

/** Password hashes that may be computed at once: one core is left to everything else. */
export function runningMax(): number {
  return Math.min(4, Math.max(1, availableParallelism() - 1));
}

/**
 * Runs `work` when one of few places is free. Throws `throttled` at once when too many wait in this lane, so that a flood
 * of sign-ins costs neither memory nor an ever longer queue, and never delays a more trusted lane.
 */
export async function withSemaphore<T>(work: () => Promise<T>, lane: Lane = "unknown"): Promise<T> {
  const gate = semaphore();
  if (gate.running < runningMax()) gate.running += 1;
  else await waitInLine(gate.waiting[lane], WAITING_MAX[lane]);
  try {
    return await work();
  } finally {
    const { known, unknown, suspect } = gate.waiting;
    const next = known.shift() ?? unknown.shift() ?? suspect.shift();
    if (next) next();
    else gate.running -= 1;
  }
}

function waitInLine(waiting: (() => void)[], max: number): Promise<void> {
  if (waiting.length >= max) {
    throw new AppError("throttled", "Too many people are signing in at once. Try again in a moment.", {
      retryAfterSeconds: 5,
    });
  }
  return new Promise((resolve) => waiting.push(resolve));
}
