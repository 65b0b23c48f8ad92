import type { components } from "../api/generated.js";
import { failure } from "../errors.js";
import type { Connection } from "../http/connection.js";
import { type JsonRecord, numberIn, recordIn, textIn } from "../http/json.js";

/** What an endpoint answered. Its status is the endpoint's own: an answer of 500 is an answer. */
export type AllowlistAnswer = components["schemas"]["AllowlistAnswer"] & {
  /** Whether it is the answer of an earlier call with the same `idempotencyKey`, and nothing was sent now. */
  readonly isReplayed: boolean;
};

export interface SendOptions {
  /** Parameters of the query, beside those of the endpoint's configuration. */
  readonly query?: Readonly<Record<string, string>>;
  /** With it the same request is sent once within a day, however often it is asked for. 1 to 255 visible ASCII characters. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal | undefined;
}

/** An endpoint may take a minute, and Strongroom some time around that. */
const TIMEOUT_MS = 75_000;

/** The outside endpoints that may be called through Strongroom, which adds the secrets that they need. */
export class Allowlist {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * Sends data, any JSON, to an endpoint: encrypted, signed and with the secrets that its configuration says, none of which
   * is in the answer. Needs `allowlist:send`. Is not tried again by itself: what the endpoint was sent once it may have done.
   * Throws `NotFoundError`, `NotAllowedError`, and `StrongroomError` with the code `conflict` (not active, not verified),
   * `validation`, `badGateway` (out of reach, or an answer that cannot be used) or `gatewayTimeout`.
   */
  async send(name: string, data?: unknown, options: SendOptions = {}): Promise<AllowlistAnswer> {
    const { query, idempotencyKey, signal } = options;
    const { headers, json } = await this.#connection.call({
      method: "POST",
      path: `${pathOf(name)}/send`,
      body: { data, query },
      headers: idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey },
      signal,
      timeoutMs: TIMEOUT_MS,
    });
    return answerIn(recordIn(json), headers.get("idempotency-replayed") === "true");
  }
}

function answerIn(record: JsonRecord, isReplayed: boolean): AllowlistAnswer {
  const headers = recordIn(record.headers);
  return {
    status: numberIn(record, "status"),
    headers: Object.fromEntries(Object.keys(headers).map((name) => [name, textIn(headers, name)])),
    body: record.body,
    ...(record.bodyEncoding === "base64" && { bodyEncoding: "base64" }),
    ...(record.withheld !== undefined && { withheld: withheldIn(recordIn(record.withheld)) }),
    durationMs: numberIn(record, "durationMs"),
    isReplayed,
  };
}

function withheldIn(record: JsonRecord) {
  return { reason: textIn(record, "reason"), bodyBytes: numberIn(record, "bodyBytes") };
}

function pathOf(name: string): string {
  if (typeof name !== "string" || name === "") throw failure("usage", "Name the endpoint.");
  if (name === "." || name === "..") throw failure("notFound", "No endpoint has this name.");
  return `/allowlist/${encodeURIComponent(name)}`;
}
