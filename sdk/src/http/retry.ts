import { failure, StrongroomError } from "../errors.js";
import { MAY_BE_DONE } from "./network-error.js";

const FIRST_WAIT_MS = 250;
const WAIT_MS_MAX = 5_000;
/** Calls have somebody waiting: they notice within this time that the server is back. */
const CALL_WAIT_MS_MAX = 2_000;

/**
 * What a call does at the server. `nothing`: it reads. `same`: a second time leaves what the first one left. `more`: a second
 * time could do it twice, or fail because it is done.
 */
export type Effect = "nothing" | "same" | "more";

export interface RetryRules {
  readonly effect: Effect;
  /** For how long after the first attempt another may begin. */
  readonly retryMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Called before each wait, with the time since the first attempt began. */
  readonly onRetry?: ((error: StrongroomError, elapsedMs: number) => void) | undefined;
}

export interface Attempt {
  /** Whether an earlier attempt, which got no answer, may have been carried out. */
  readonly mayBeDone: boolean;
}

/**
 * Calls until it works or the time is up, with waits that double and are half random. An attempt that got no answer counts to
 * the end: whatever a later one is told, the outcome is unknown then.
 */
export async function withRetries<T>(
  { effect, retryMs, signal, onRetry }: RetryRules,
  attempt: (earlier: Attempt) => Promise<T>,
): Promise<T> {
  const startedAt = performance.now();
  let mayBeDone = false;
  for (let number = 1; ; number += 1) {
    try {
      return await attempt({ mayBeDone });
    } catch (error) {
      if (!(error instanceof StrongroomError)) throw error;
      const elapsedMs = performance.now() - startedAt;
      const wait = isPassing(error, effect) ? waitAfter(error, number) : Number.POSITIVE_INFINITY;
      if (elapsedMs + wait > retryMs) throw mayBeDone ? lostEarlier(error) : error;
      mayBeDone ||= error.code === "outcomeUnknown";
      onRetry?.(error, elapsedMs);
      await pause(wait, signal);
    }
  }
}

/** Whether a later attempt may fare better, and does no harm. */
function isPassing({ code, status = 0, retryAfterSeconds }: StrongroomError, effect: Effect): boolean {
  // Of a write, `unreachable` says that it was not sent.
  if (code === "throttled" || code === "unreachable") return true;
  // A server that says when to come back has done nothing.
  if (code === "unavailable" && retryAfterSeconds !== undefined) return true;
  // Sooner than that, or at all, no member comes back.
  if (code === "poolExhausted") return retryAfterSeconds !== undefined;
  if (effect === "more") return false;
  return code === "timedOut" || code === "outcomeUnknown" || status >= 500;
}

function waitAfter({ retryAfterSeconds = 0 }: StrongroomError, number: number): number {
  return retryAfterSeconds * 1_000 + waitMs(number, CALL_WAIT_MS_MAX);
}

function lostEarlier(error: StrongroomError): StrongroomError {
  if (error.code === "outcomeUnknown" || error.code === "aborted") return error;
  const { detail, status, requestId, cause } = error;
  const words = `${detail.replace(/[^.!?]$/, "$&.")} An earlier attempt got no answer. ${MAY_BE_DONE}`;
  return failure("outcomeUnknown", words, { status, requestId, cause });
}

/** A time of which half is random, and which doubles with each attempt. */
export function waitMs(number: number, max = WAIT_MS_MAX): number {
  const longest = Math.min(max, FIRST_WAIT_MS * 2 ** number);
  return longest / 2 + (Math.random() * longest) / 2;
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
