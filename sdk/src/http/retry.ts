import { StrongroomError } from "../errors.js";

const ATTEMPTS_MAX = 4;
const FIRST_WAIT_MS = 250;
const WAIT_MS_MAX = 5_000;
/** A server that asks for a longer wait gets no second attempt; the error tells how long. */
const ASKED_WAIT_MS_MAX = 30_000;

export interface RetryRules {
  /** Whether a second time does no harm. Else only what was refused with 429, and so not done, is tried again. */
  readonly isIdempotent: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Calls until it works, four times at most, with waits that double and are random below that (full jitter). */
export async function withRetries<T>(
  { isIdempotent, signal }: RetryRules,
  attempt: (number: number) => Promise<T>,
): Promise<T> {
  for (let number = 1; ; number += 1) {
    try {
      return await attempt(number);
    } catch (error) {
      const wait = waitAfter(error, number, isIdempotent);
      if (wait === null) throw error;
      await pause(wait, signal);
    }
  }
}

function waitAfter(error: unknown, number: number, isIdempotent: boolean): number | null {
  if (!(error instanceof StrongroomError) || number >= ATTEMPTS_MAX) return null;
  const { code, status = 0, retryAfterSeconds } = error;
  const isPassing = isIdempotent && (code === "unreachable" || code === "timedOut" || status >= 500);
  if (code !== "throttled" && !isPassing) return null;
  const jittered = waitMs(number);
  if (retryAfterSeconds === undefined) return jittered;
  const asked = retryAfterSeconds * 1_000;
  return asked > ASKED_WAIT_MS_MAX ? null : asked + jittered;
}

/** A random time below one that doubles with each attempt. */
export function waitMs(number: number): number {
  return Math.random() * Math.min(WAIT_MS_MAX, FIRST_WAIT_MS * 2 ** number);
}

/** Waits, or for less when the signal says stop. */
export function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((done) => {
    if (signal?.aborted) return done();
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      done();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener("abort", end);
  });
}
