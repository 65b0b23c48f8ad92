import type { components } from "../api/generated.js";
import { failure, type StrongroomError } from "../errors.js";
import type { Connection } from "../http/connection.js";
import { booleanIn, type JsonRecord, numberIn, oneOf, orNull, recordIn, textIn } from "../http/json.js";
import { itemsOf, listOf } from "../http/pages.js";
import { deliveryIn, type ReceivedDelivery, receive, type TriggerDelivery } from "./delivery.js";
import { type SubscriptionOptions, subscribe } from "./subscription.js";

export type Trigger = components["schemas"]["Trigger"];

const PAGE = 200;
const SCHEMES = [
  ...(["standard-webhooks", "github", "stripe", "slack", "gitlab", "shopify", "hmac"] as const),
] satisfies readonly Trigger["scheme"][];

/** Webhooks that were taken. All but `replay`, which needs `admin`, need `triggers:read`. */
export class Triggers {
  readonly #connection: Connection;
  readonly #warn: (error: StrongroomError) => void;

  constructor(connection: Connection, warn: (error: StrongroomError) => void) {
    this.#connection = connection;
    this.#warn = warn;
  }

  /** Which webhooks are taken, and what follows. */
  list(): Promise<Trigger[]> {
    return listOf(itemsOf(this.#connection, { path: "/triggers", query: {} }, triggerIn));
  }

  /** The last deliveries of a trigger, newest first. */
  async deliveries(
    trigger: string,
    { limit = PAGE }: { readonly limit?: number } = {},
  ): Promise<TriggerDelivery[]> {
    const list: TriggerDelivery[] = [];
    const path = `/triggers/${named(trigger)}/deliveries`;
    const query = { limit: Math.min(limit, PAGE) };
    for await (const delivery of itemsOf(this.#connection, { path, query }, deliveryIn)) {
      list.push(delivery);
      if (list.length >= limit) break;
    }
    return list;
  }

  /** What a delivery brought. */
  receive(trigger: string, id: string): Promise<ReceivedDelivery> {
    return receive(this.#connection, named(trigger), id);
  }

  /** Has what a delivery brought come again, as a new delivery. */
  async replay(trigger: string, id: string): Promise<{ readonly id: string }> {
    const path = `/triggers/${named(trigger)}/deliveries/${encodeURIComponent(id)}/replay`;
    const { json } = await this.#connection.call({ method: "POST", path });
    return { id: textIn(recordIn(json), "id") };
  }

  /**
   * Calls back with each delivery of a trigger, one at a time and in order: the next one waits for the promise. Returns how to stop.
   * Connects again by itself and misses none; `onError` hears of every failure, also of those that end it: without it these become a
   * warning. To go on after a restart, keep the `position` of the last one and give it as `after`; it may then come once more.
   */
  on(
    trigger: string,
    handle: (delivery: ReceivedDelivery) => unknown,
    options: SubscriptionOptions = {},
  ): () => void {
    const name = named(trigger);
    const controller = new AbortController();
    const stop = () => controller.abort();
    if (options.signal?.aborted) stop();
    options.signal?.addEventListener("abort", stop, { once: true });
    const settings = { onError: this.#warn, ...options, signal: controller.signal };
    void subscribe(this.#connection, name, handle, settings)
      // An error in the callback is its owner's: it surfaces like one in any other callback.
      .catch((error: unknown) =>
        queueMicrotask(() => {
          throw error;
        }),
      )
      .finally(() => options.signal?.removeEventListener("abort", stop));
    return stop;
  }
}

function triggerIn(json: unknown): Trigger {
  const record = recordIn(json);
  return {
    project: textIn(record, "project"),
    environment: textIn(record, "environment"),
    name: textIn(record, "name"),
    url: textIn(record, "url"),
    scheme: oneOf(record, "scheme", SCHEMES),
    hmac: orNull(record, "hmac", (of, field) => hmacIn(recordIn(of[field]))),
    secret: orNull(record, "secret", textIn),
    action: actionIn(recordIn(record.action)),
    paused: booleanIn(record, "paused"),
    firedAt: orNull(record, "firedAt", textIn),
    refusedCount: numberIn(record, "refusedCount"),
    refusedAt: orNull(record, "refusedAt", textIn),
    updatedAt: textIn(record, "updatedAt"),
    updatedBy: textIn(record, "updatedBy"),
  };
}

function hmacIn(record: JsonRecord): NonNullable<Trigger["hmac"]> {
  const timestampHeader = orNull(record, "timestampHeader", textIn);
  return {
    header: textIn(record, "header"),
    algorithm: oneOf(record, "algorithm", ["sha256", "sha512"]),
    encoding: oneOf(record, "encoding", ["hex", "base64"]),
    prefix: textIn(record, "prefix"),
    ...(timestampHeader !== null && { timestampHeader }),
  };
}

function actionIn(record: JsonRecord): Trigger["action"] {
  const kind = oneOf(record, "kind", ["event", "forward", "rotate"]);
  if (kind === "forward") return { kind, endpoint: textIn(record, "endpoint") };
  return kind === "rotate" ? { kind, secret: textIn(record, "secret") } : { kind };
}

function named(trigger: string): string {
  if (typeof trigger !== "string" || !/^[a-z0-9-]{1,40}$/.test(trigger))
    throw failure("usage", "Give the name of a trigger.");
  return trigger;
}
