import { setTimeout as sleep } from "node:timers/promises";
import type { Egress, EgressOutcome, OutgoingRequest } from "@/lib/net/egress";

export const ATTEMPTS_MAX = 3;
const WAIT_MS = 150;
/** What an endpoint may get twice without doing it twice (RFC 9110, section 9.2.2). */
const REPEATABLE = ["GET", "PUT", "DELETE"];
const PASSING_STATUSES = [502, 503, 504];
const PASSING_REASONS = ["nameNotFound", "notConnected", "timeout"];

export interface Attempts {
  readonly outcome: EgressOutcome;
  readonly attempts: number;
  /** Whether any of it may have left in any of the attempts. */
  readonly left: boolean;
}

/**
 * Sends a request, and again where that does no harm: if nothing of it left, or if it may come twice and the connection
 * was lost or the endpoint was not ready. At most three times in all unless told, after a while that is longer each time, and not
 * once it is too late.
 */
export async function sendWithRetries(
  egress: Egress,
  request: OutgoingRequest,
  signal: AbortSignal,
  attemptsMax = ATTEMPTS_MAX,
): Promise<Attempts> {
  let left = false;
  for (let attempts = 1; ; attempts += 1) {
    const outcome = await egress.send(request, signal);
    left ||= "answer" in outcome || outcome.failure.left;
    const done = { outcome, attempts, left };
    if (attempts >= attemptsMax || signal.aborted || !isWorthwhile(request, outcome)) return done;
    const waitMs = WAIT_MS * 2 ** (attempts - 1) * (0.5 + Math.random());
    const isInTime = await sleep(waitMs, true, { signal }).catch(() => false);
    if (!isInTime) return done;
  }
}

/** Whether an endpoint may get a request twice. */
export function isRepeatableMethod(method: string): boolean {
  return REPEATABLE.includes(method);
}

function isWorthwhile({ method }: OutgoingRequest, outcome: EgressOutcome): boolean {
  const isRepeatable = isRepeatableMethod(method);
  if ("answer" in outcome) return isRepeatable && PASSING_STATUSES.includes(outcome.answer.status);
  const { reason, left } = outcome.failure;
  return left ? isRepeatable && reason === "lost" : PASSING_REASONS.includes(reason);
}
