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

const WORDS: Readonly<Record<EgressReason, string>> = {
  addressNotAllowed: "The name leads to an address that is never called.",
  notSendable: "The request could not be sent.",
  nameNotFound: "The name was not found.",
  notConnected: "There is no connection.",
  notTrusted: "The certificate is not trusted.",
  timeout: "There was no answer in time.",
  lost: "The connection was lost.",
  tooLarge: "The answer is too large.",
  unreadable: "The answer cannot be read.",
};

/** Why something did not get through, in words. */
export function failureWords(reason: EgressReason, code: string | null): string {
  return code ? `${WORDS[reason]} (${code})` : WORDS[reason];
}
