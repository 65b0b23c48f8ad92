import { failure, NotFoundError } from "../errors.js";
import { deadline } from "./deadline.js";
import { ofWrite, unreachable } from "./network-error.js";
import { isJson, notStrongroom, problemOf, shownType } from "./problem.js";
import { type Effect, type RetryRules, withRetries } from "./retry.js";
import type { HttpResponse, Settings } from "./settings.js";

export type Query = Readonly<Record<string, string | number | undefined>>;

export interface Call {
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below `/api/v1`, with its parts encoded. */
  readonly path: string;
  readonly query?: Query | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** By the method unless given: `more` for POST and PATCH. */
  readonly effect?: Effect;
  /** For what may take longer than the settings let other calls take. */
  readonly timeoutMs?: number;
  /** Less than the settings say. */
  readonly retryMs?: number | undefined;
}

export interface Answer {
  readonly status: number;
  readonly headers: HttpResponse["headers"];
  /** The JSON of the body, undefined where there is none. */
  readonly json: unknown;
}

const VERSION = "0.1.0";

const EFFECTS: Readonly<Record<Call["method"], Effect>> = {
  GET: "nothing",
  HEAD: "nothing",
  PUT: "same",
  DELETE: "same",
  POST: "more",
  PATCH: "more",
};

/** A server and the key to it. The key is out of reach of `inspect`, `JSON.stringify` and errors. */
export class Connection {
  readonly #settings: Settings;
  readonly #onRetry: RetryRules["onRetry"];

  constructor(settings: Settings, onRetry?: RetryRules["onRetry"]) {
    this.#settings = settings;
    this.#onRetry = onRetry;
  }

  get url(): string {
    return this.#settings.url;
  }

  /** The key, for whoever masks output in which it must not appear. */
  keyToMask(): string {
    return this.#settings.apiKey;
  }

  /**
   * Asks and gives the answer: 2xx or 304. Throws a `StrongroomError` for any other, after what retries make sense. Of a write
   * that may or may not have been done it has the code `outcomeUnknown`.
   */
  async call(call: Call): Promise<Answer> {
    const { method, signal, effect = EFFECTS[method] } = call;
    const retryMs = Math.min(this.#settings.retryMs, call.retryMs ?? Number.POSITIVE_INFINITY);
    const timeoutMs = Math.max(this.#settings.timeoutMs, call.timeoutMs ?? 0);
    return withRetries({ effect, retryMs, signal, onRetry: this.#onRetry }, async ({ mayBeDone }) => {
      if (signal?.aborted && !mayBeDone) throw failure("aborted", "The call was stopped.");
      const time = deadline(timeoutMs, signal);
      try {
        const { response, address } = await this.open(call, time.signal);
        const json = await jsonOf(response, address, method);
        if (response.status === 202) refuseHeld(json);
        return { status: response.status, headers: response.headers, json };
      } catch (error) {
        if (mayBeDone && method === "DELETE" && error instanceof NotFoundError) return deletedBefore();
        const failed = this.#failureOf(error, time.isTimedOut() ? timeoutMs : null, signal);
        throw effect === "nothing" ? failed : ofWrite(failed, error);
      } finally {
        time.clear();
      }
    });
  }

  /** Asks once and gives the response with its body unread. Throws for an answer other than 2xx and 304. */
  async open(call: Call, signal: AbortSignal): Promise<{ response: HttpResponse; address: string }> {
    const { url, scope, apiKey, fetch } = this.#settings;
    const body = call.body === undefined ? undefined : jsonText(call.body);
    const target = new URL(`${url}/api/v1${call.path}`);
    for (const [name, value] of Object.entries({ ...scope, ...call.query })) {
      if (value !== undefined) target.searchParams.set(name, String(value));
    }
    const response = await fetch(target.href, {
      method: call.method,
      redirect: "manual",
      cache: "no-store",
      signal,
      headers: {
        authorization: `Bearer ${apiKey}`,
        accept: "application/json",
        "user-agent": `strongroom-sdk/${VERSION}`,
        ...(body !== undefined && { "content-type": "application/json" }),
        ...call.headers,
      },
      ...(body !== undefined && { body }),
    });
    const address = `${url}/api/v1${call.path}`;
    if (!response.ok && response.status !== 304) throw await problemOf(response, address);
    return { response, address };
  }

  /** `timedOutMs`: the time that was up; null: it was not. */
  #failureOf(error: unknown, timedOutMs: number | null, signal: AbortSignal | undefined): unknown {
    if (signal?.aborted) return failure("aborted", "The call was stopped.");
    const { url } = this.#settings;
    if (timedOutMs !== null)
      return failure("timedOut", `${url} cannot be reached: no answer within ${timedOutMs / 1_000} seconds.`);
    return unreachable(error, url);
  }
}

/** Throws `awaitingApproval` for a change that became a request. */
function refuseHeld(json: unknown): void {
  const { request = null } = (json ?? {}) as { request?: { title?: unknown; url?: unknown } | null };
  if (typeof request?.url !== "string") return;
  const detail = `Nothing was changed yet: “${String(request.title)}” waits for approval at ${request.url}`;
  throw failure("awaitingApproval", detail, { status: 202 });
}

/** What an earlier attempt deleted is not there for the next: the deletion worked and only its answer was lost. */
function deletedBefore(): Answer {
  return { status: 204, headers: { get: () => null }, json: undefined };
}

/** Throws `usage` for what JSON cannot say. The reason, which may quote names in the data, stands in the cause alone. */
function jsonText(body: unknown): string {
  try {
    return JSON.stringify(body);
  } catch (cause) {
    const why = "It refers to itself, holds a BigInt, or has a toJSON that throws.";
    throw failure("usage", `What is to be sent cannot be written as JSON. ${why} Nothing was sent.`, {
      cause,
    });
  }
}

async function jsonOf(response: HttpResponse, address: string, method: Call["method"]): Promise<unknown> {
  if (method === "HEAD" || response.status === 204 || response.status === 304) {
    await response.body?.cancel();
    return undefined;
  }
  const text = await response.text();
  if (!isJson(response.headers)) throw notStrongroom(response, address, shownType(response.headers));
  try {
    return JSON.parse(text);
  } catch {
    throw notStrongroom(response, address, "with JSON that cannot be read");
  }
}
