import type { components } from "../api/generated.js";
import type { Connection } from "../http/connection.js";
import { booleanIn, listIn, numberIn, oneOf, orNull, recordIn, textIn } from "../http/json.js";

type Schemas = components["schemas"];

/** A delivery without what it brought. */
export type TriggerDelivery = Schemas["TriggerDelivery"];

/** A delivery with what it brought. */
export interface ReceivedDelivery {
  readonly id: string;
  /** Its place in the order of deliveries, to go on after it. */
  readonly position: number;
  /** What the sender calls it. */
  readonly messageId: string | null;
  readonly receivedAt: string;
  /** The body as JSON where it is JSON, else as text. */
  readonly payload: unknown;
  /** The body as it came. */
  readonly body: Uint8Array;
  /** By names in lower case; several of one name stand apart by commas. */
  readonly headers: Readonly<Record<string, string>>;
}

const STATES = ["told", "waiting", "done", "failed"] as const satisfies readonly TriggerDelivery["state"][];

export function deliveryIn(json: unknown): TriggerDelivery {
  const record = recordIn(json);
  return {
    id: textIn(record, "id"),
    position: numberIn(record, "position"),
    messageId: orNull(record, "messageId", textIn),
    replayOf: orNull(record, "replayOf", textIn),
    receivedAt: textIn(record, "receivedAt"),
    bytes: numberIn(record, "bytes"),
    headerNames: listIn(record, "headerNames", String),
    state: oneOf(record, "state", STATES),
    attempts: numberIn(record, "attempts"),
    outcome: orNull(record, "outcome", textIn),
    dueAt: orNull(record, "dueAt", textIn),
    endedAt: orNull(record, "endedAt", textIn),
    kept: booleanIn(record, "kept"),
  };
}

/** Reads what a delivery brought. */
export async function receive(
  connection: Connection,
  trigger: string,
  id: string,
  signal?: AbortSignal,
): Promise<ReceivedDelivery> {
  const path = `/triggers/${trigger}/deliveries/${encodeURIComponent(id)}`;
  const { json } = await connection.call({ method: "GET", path, ...(signal && { signal }) });
  const record = recordIn(json);
  const text = textIn(record, "body");
  const isText = textIn(record, "bodyEncoding") === "utf8";
  const { position, messageId, receivedAt } = deliveryIn(json);
  return {
    ...{ id, position, messageId, receivedAt },
    payload: isText ? parsed(text) : text,
    body: isText ? new TextEncoder().encode(text) : Uint8Array.from(atob(text), (char) => char.charCodeAt(0)),
    headers: headersIn(listIn(record, "headers", (pair) => (Array.isArray(pair) ? pair.map(String) : []))),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function headersIn(pairs: readonly (readonly string[])[]): Record<string, string> {
  const headers = new Map<string, string>();
  for (const [name = "", value = ""] of pairs) {
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return Object.fromEntries(headers);
}
