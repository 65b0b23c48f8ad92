import { StrongroomError } from "../errors.js";

/** What a provider's answer says of the key that it was asked with. */
export interface Verdict {
  readonly outcome: "limited" | "refused";
  readonly retryAfterSeconds?: number;
}

const SECONDS_MAX = 24 * 60 * 60;

/**
 * What a response, or an error that a client of a provider threw, says of the key: 401 and 403 refuse it, 429 says that it is too
 * much. Null for anything else, and for errors of Strongroom, which are about another key.
 */
export function verdictOf(ended: unknown): Verdict | null {
  if (typeof ended !== "object" || ended === null || ended instanceof StrongroomError) return null;
  const own = answerIn(ended);
  const answer = own.status === null ? answerIn(fieldOf(ended, "response")) : own;
  if (answer.status === 401 || answer.status === 403) return { outcome: "refused" };
  if (answer.status !== 429) return null;
  const seconds = secondsIn(headerOf(answer.headers) ?? headerOf(own.headers));
  return { outcome: "limited", ...(seconds !== null && { retryAfterSeconds: seconds }) };
}

function answerIn(object: unknown): { readonly status: number | null; readonly headers: unknown } {
  const status = fieldOf(object, "status") ?? fieldOf(object, "statusCode");
  return { status: typeof status === "number" ? status : null, headers: fieldOf(object, "headers") };
}

function fieldOf(object: unknown, field: string): unknown {
  return typeof object === "object" && object !== null ? Reflect.get(object, field) : undefined;
}

/** `Retry-After` of `Headers`, or of an object with names in any case. */
function headerOf(headers: unknown): unknown {
  if (typeof headers !== "object" || headers === null) return null;
  const get = fieldOf(headers, "get");
  if (typeof get === "function") return get.call(headers, "retry-after");
  const found = Object.entries(headers).find(([name]) => name.toLowerCase() === "retry-after");
  return found?.[1] ?? null;
}

/** Whole seconds of a number or date (RFC 9110, section 10.2.3), within what Strongroom takes. */
function secondsIn(header: unknown): number | null {
  const text = String(header ?? "").trim();
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1_000;
  return Number.isFinite(seconds) ? Math.min(SECONDS_MAX, Math.max(1, Math.ceil(seconds))) : null;
}
