import { type ErrorCode, failure, type StrongroomError } from "../errors.js";
import type { HttpResponse } from "./settings.js";

/** Codes that say more than their status: a proxy answers with these too. */
const OWN_CODES: readonly ErrorCode[] = ["badGateway", "gatewayTimeout", "outcomeUnknown", "poolExhausted"];

const CODES: Readonly<Record<number, ErrorCode>> = {
  401: "unauthenticated",
  403: "forbidden",
  404: "notFound",
  409: "conflict",
  412: "preconditionFailed",
  413: "tooLarge",
  414: "tooLarge",
  431: "tooLarge",
  429: "throttled",
  502: "unavailable",
  503: "unavailable",
  504: "unavailable",
};

/** The error that an answer other than 2xx and 304 is, from its problem+json (RFC 9457) where it has one. */
export async function problemOf(response: HttpResponse, address: string): Promise<StrongroomError> {
  const { status, headers, type } = response;
  if (type === "opaqueredirect" || (status >= 300 && status < 400)) {
    await response.body?.cancel();
    return notStrongroom(
      response,
      address,
      "a redirect, which is not followed because the key would go along",
    );
  }
  const facts = {
    status,
    requestId: headers.get("x-request-id") ?? undefined,
    retryAfterSeconds: retryAfterOf(headers.get("retry-after")),
  };
  const problem = await problemIn(response);
  const own = OWN_CODES.find((own) => own === problem?.code);
  const code = own ?? CODES[status] ?? (status < 500 ? "validation" : "internal");
  // A proxy answers with pages of its own while the server behind it is away, or for a request that is too large for it. Any
  // other page means another program.
  const isProblem = /^application\/problem\+json\b/i.test(headers.get("content-type") ?? "");
  if (!isProblem && status < 500 && code !== "throttled" && code !== "tooLarge")
    return notStrongroom(response, address, shownType(headers));
  const detail = typeof problem?.detail === "string" ? problem.detail : `${address} answered with ${status}.`;
  return failure(code, detail, { ...facts, errors: errorsOf(problem?.errors) });
}

/** The error that an answer is which should be JSON and is not. */
export function notStrongroom({ status }: HttpResponse, address: string, what: string): StrongroomError {
  const detail = `${address} answered ${status || "with"} ${what}. Is it the address of a Strongroom?`;
  return failure("notStrongroom", detail, { status });
}

export function isJson(headers: HttpResponse["headers"]): boolean {
  return /^application\/(?:[\w.-]+\+)?json\b/i.test(headers.get("content-type") ?? "");
}

export function shownType(headers: HttpResponse["headers"]): string {
  return `with ${(headers.get("content-type") ?? "no type of content").slice(0, 80)}`;
}

async function problemIn(
  response: HttpResponse,
): Promise<{ code?: unknown; detail?: unknown; errors?: unknown } | null> {
  const text = await response.text();
  if (!isJson(response.headers)) return null;
  try {
    const problem: unknown = JSON.parse(text);
    return typeof problem === "object" ? problem : null;
  } catch {
    return null;
  }
}

function errorsOf(input: unknown): Record<string, string[]> {
  if (typeof input !== "object" || input === null) return {};
  const entries = Object.entries(input).map(([field, messages]) => [
    field,
    (Array.isArray(messages) ? messages : [messages]).map(String),
  ]);
  return Object.fromEntries(entries);
}

function retryAfterOf(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1_000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}
