import type { AppError, ErrorCode } from "@/lib/platform/app-error";

/** The HTTP status of each way in which a request can fail. */
export const STATUS: Readonly<
  Record<ErrorCode, 401 | 403 | 404 | 409 | 412 | 413 | 422 | 429 | 500 | 502 | 503 | 504>
> = {
  unauthenticated: 401,
  confirmationNeeded: 403,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  preconditionFailed: 412,
  validation: 422,
  tooLarge: 413,
  throttled: 429,
  unavailable: 503,
  poolExhausted: 503,
  outcomeUnknown: 503,
  badGateway: 502,
  gatewayTimeout: 504,
  sealBroken: 500,
  internal: 500,
};

const TITLES: Readonly<Record<ErrorCode, string>> = {
  unauthenticated: "Not authenticated",
  confirmationNeeded: "Confirmation needed",
  forbidden: "Not allowed",
  notFound: "Not found",
  conflict: "Conflict",
  preconditionFailed: "Another version",
  validation: "Validation error",
  tooLarge: "Too large",
  throttled: "Too many requests",
  unavailable: "Not available",
  poolExhausted: "No member left",
  outcomeUnknown: "Outcome unknown",
  badGateway: "The endpoint did not answer as it should",
  gatewayTimeout: "The endpoint took too long",
  sealBroken: "Stored value damaged",
  internal: "Something went wrong",
};

/** An error as `application/problem+json` (RFC 9457). */
export function problemResponse({ code, detail, context }: AppError): Response {
  const { fields, retryAfterSeconds, facts: { usedBy, mappedInto } = {} } = context;
  const status = STATUS[code];
  const problem = {
    type: "about:blank",
    title: TITLES[code],
    status,
    detail,
    code,
    ...(fields && { errors: fields }),
    // What stands in the way of a deletion.
    ...(usedBy !== undefined && { usedBy }),
    ...(mappedInto !== undefined && { mappedInto }),
  };
  return new Response(`${JSON.stringify(problem)}\n`, {
    status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...(status === 401 && { "www-authenticate": 'Bearer realm="strongroom"' }),
      ...(retryAfterSeconds !== undefined && { "retry-after": String(retryAfterSeconds) }),
    },
  });
}
