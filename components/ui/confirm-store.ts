/** What a submission waits for: that it is confirmed who sends it, or that they sign in again. */
export type HeldFor = "confirmation" | "signIn";

/** A submission that was refused until the person did something. */
export interface HeldSubmission {
  readonly needs: HeldFor;
  /** Sends it again as it was. */
  readonly retry: () => void;
  /** Says in its form that nothing was done. */
  readonly giveUp: () => void;
}

let held: readonly HeldSubmission[] = [];
const listeners = new Set<() => void>();

function set(next: readonly HeldSubmission[]): void {
  held = next;
  for (const listener of listeners) listener();
}

/** Asks the person to do what the submission needs, and then sends it again. It is kept in memory only. */
export function holdSubmission(submission: HeldSubmission): void {
  set([...held, submission]);
}

/** Forgets a submission whose form is gone. */
export function dropSubmission(submission: HeldSubmission): void {
  if (held.includes(submission)) set(held.filter((one) => one !== submission));
}

/** Ends the question: with `true` everything that was held is sent again. */
export function answerConfirmation(isConfirmed: boolean): void {
  const answered = held;
  set([]);
  for (const submission of answered) isConfirmed ? submission.retry() : submission.giveUp();
}

export function subscribeConfirmation(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What is asked now, signing in first; null when nothing is held. */
export function askedNow(): HeldFor | null {
  if (held.length === 0) return null;
  return held.some(({ needs }) => needs === "signIn") ? "signIn" : "confirmation";
}
