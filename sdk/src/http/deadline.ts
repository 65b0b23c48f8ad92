/** Ends when the time is up or the caller says stop, whichever is first. `AbortSignal.any` is younger than Node 20. */
export interface Deadline {
  readonly signal: AbortSignal;
  readonly isTimedOut: () => boolean;
  /** Begins the time anew. */
  extend(): void;
  clear(): void;
}

export function deadline(ms: number, caller: AbortSignal | undefined): Deadline {
  const controller = new AbortController();
  let isTimedOut = false;
  const start = () =>
    setTimeout(() => {
      isTimedOut = true;
      controller.abort();
    }, ms);
  let timer = start();
  const stop = () => controller.abort();
  if (caller?.aborted) stop();
  caller?.addEventListener("abort", stop, { once: true });
  return {
    signal: controller.signal,
    isTimedOut: () => isTimedOut,
    extend: () => {
      clearTimeout(timer);
      timer = start();
    },
    clear: () => {
      clearTimeout(timer);
      caller?.removeEventListener("abort", stop);
    },
  };
}
