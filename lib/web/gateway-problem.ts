const KINDS = {
  400: ["Malformed request", "malformed"],
  403: ["Not allowed", "forbidden"],
  404: ["Not found", "notFound"],
  405: ["Method not allowed", "methodNotAllowed"],
  411: ["Length required", "lengthRequired"],
  413: ["Too large", "tooLarge"],
  417: ["Expectation failed", "expectationFailed"],
  422: ["Validation error", "validation"],
  431: ["Too many headers", "tooManyHeaders"],
  500: ["Something went wrong", "internal"],
  503: ["Not available", "unavailable"],
  505: ["HTTP version not supported", "versionNotSupported"],
} as const satisfies Readonly<Record<number, readonly [title: string, code: string]>>;

/** Why the gateway lets nothing in. */
export type GatewayStatus = keyof typeof KINDS;

/** Why a request is not let in: status, and a sentence for whoever made it. */
export interface Refusal {
  readonly status: GatewayStatus;
  readonly detail: string;
  /** With 405: the methods that the address takes. */
  readonly allow?: string;
}

/** A refusal of the gateway as a problem (RFC 9457), like those from further inside. */
export function gatewayProblem(status: GatewayStatus, detail: string) {
  const [title, code] = KINDS[status];
  return { type: "about:blank", title, status, detail, code };
}
