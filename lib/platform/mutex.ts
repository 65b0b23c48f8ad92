import { setImmediate } from "node:timers/promises";

/** Work that keeps the event loop busy goes in pieces of about so many bytes. */
export const PIECE_BYTES = 64 * 1_024;

/** Lets everything else that is ready run first. */
export async function giveWay(): Promise<void> {
  await setImmediate();
}

/** Runs one piece of work at a time, in the order in which they were asked for. */
export function openMutex(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  };
}
