import { StrongroomError } from "../errors.js";
import { isFinal, type WatchOptions, watchEvents } from "../events/watch.js";
import type { Connection } from "../http/connection.js";
import { itemsOf } from "../http/pages.js";
import { pause } from "../http/retry.js";
import { deliveryIn, type ReceivedDelivery, receive } from "./delivery.js";

export interface SubscriptionOptions extends WatchOptions {
  /** The `position` of the last delivery that was dealt with; those that come from now on unless given. */
  readonly after?: number;
}

const PAGE = 100;
const RETRY_MS = 2_000;

/**
 * Hands over each delivery of a trigger, one at a time and in order, until it is told to stop. The stream of events only says that there is
 * something: what there is, is read from the list after the last one, so that none is missed while a connection is broken.
 */
export async function subscribe(
  connection: Connection,
  trigger: string,
  handle: (delivery: ReceivedDelivery) => unknown,
  { after, signal, onError }: SubscriptionOptions & { readonly signal: AbortSignal },
): Promise<void> {
  const ended = new AbortController();
  const stop = () => ended.abort();
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  let position = after;
  let isWoken = false;
  let wake = () => {};
  const work = async () => {
    while (!ended.signal.aborted) {
      if (!isWoken) {
        await new Promise<void>((resolve) => {
          wake = resolve;
          ended.signal.addEventListener("abort", () => resolve(), { once: true });
        });
        continue;
      }
      isWoken = false;
      try {
        await catchUp();
      } catch (error) {
        if (!(error instanceof StrongroomError)) throw error;
        if (ended.signal.aborted) return;
        onError?.(error);
        if (isFinal(error)) return;
        isWoken = true;
        await pause(RETRY_MS, ended.signal);
      }
    }
  };
  const catchUp = async () => {
    const list = { path: `/triggers/${trigger}/deliveries`, query: { after: position, limit: PAGE } };
    for await (const listed of itemsOf(connection, list, deliveryIn)) {
      if (ended.signal.aborted) return;
      // What it brought is kept for a while only.
      const delivery = listed.kept ? await receive(connection, trigger, listed.id, ended.signal) : null;
      if (delivery) await handle(delivery);
      position = listed.position;
    }
  };
  const events = watchEvents(
    connection,
    ({ id }) => {
      // The first sign of life says from where on.
      if (id !== undefined) position ??= Number(id);
      isWoken = true;
      wake();
    },
    { signal: ended.signal, ...(onError && { onError }) },
  );
  try {
    await Promise.race([work(), events]);
  } finally {
    stop();
    signal.removeEventListener("abort", stop);
    await events;
  }
}
