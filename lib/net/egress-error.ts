/** Why a request to the outside came to no answer. */
export const EGRESS_REASONS = [
  /** The host leads to an address that must not be dialled. */
  "addressNotAllowed",
  /** A header or the query holds what cannot stand there. */
  "notSendable",
  "nameNotFound",
  "notConnected",
  /** No certificate that is good for this host, or no TLS that is good enough. */
  "notTrusted",
  "timeout",
  /** The connection ended before the answer did. */
  "lost",
  "tooLarge",
  /** Not HTTP, too many headers, or compressed in a way that was not asked for. */
  "unreadable",
] as const;
export type EgressReason = (typeof EGRESS_REASONS)[number];

const NAME = "EgressError";

/** Names the reason, and the system's short code for it; nothing that the other side wrote. */
export function egressError(reason: EgressReason, cause?: unknown): Error {
  const error = new Error(reason, { cause });
  error.name = NAME;
  return error;
}

export function egressReason(error: unknown): EgressReason | null {
  if (!(error instanceof Error) || error.name !== NAME) return null;
  return EGRESS_REASONS.find((reason) => reason === error.message) ?? null;
}

/** Such as `CERT_HAS_EXPIRED` or `ECONNREFUSED`; null where there is none. */
export function systemCode(error: unknown): string | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 3; at = at.cause, depth += 1) {
    if ("code" in at && typeof at.code === "string" && /^[A-Z][A-Z0-9_]{1,60}$/.test(at.code)) return at.code;
  }
  return null;
}
