import { availableParallelism } from "node:os";
import { AppError } from "@/lib/platform/app-error";

const WAITING_MAX = 256;

interface Turnstile {
  running: number;
  readonly waiting: (() => void)[];
}

const KEY = Symbol.for("strongroom.passwordTurnstile");
const registry = globalThis as { [KEY]?: Turnstile };

/** One for the whole process, although Next loads this module several times: it is what keeps memory bounded. */
function turnstile(): Turnstile {
  registry[KEY] ??= { running: 0, waiting: [] };
  return registry[KEY];
}

/** Password hashes that may be computed at once: one core is left to everything else. */
export function runningMax(): number {
  return Math.min(4, Math.max(1, availableParallelism() - 1));
}

/**
 * Runs `work` when one of few places is free. At most 256 may wait for one; beyond that it throws `throttled` at
 * once, so that a flood of sign-ins costs neither memory nor an ever longer queue.
 */
export async function takingTurns<T>(work: () => Promise<T>): Promise<T> {
  const gate = turnstile();
  if (gate.running < runningMax()) gate.running += 1;
  else await placeInLine(gate);
  try {
    return await work();
  } finally {
    const next = gate.waiting.shift();
    if (next) next();
    else gate.running -= 1;
  }
}

function placeInLine(gate: Turnstile): Promise<void> {
  if (gate.waiting.length >= WAITING_MAX) {
    throw new AppError("throttled", "Too many people are signing in at once. Try again in a moment.", {
      retryAfterSeconds: 5,
    });
  }
  return new Promise((resolve) => gate.waiting.push(resolve));
}
