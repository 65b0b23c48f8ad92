import type { EgressFailure } from "@/lib/net/egress";
import type { EgressReason } from "@/lib/net/egress-error";
import { AppError, type ErrorCode } from "@/lib/platform/app-error";

const FAILURES: Readonly<Record<EgressReason, readonly [ErrorCode, string]>> = {
  addressNotAllowed: [
    "forbidden",
    "The host of this endpoint leads to an address that is not called. An Owner can allow private hosts in the settings.",
  ],
  notSendable: ["conflict", "A header of this endpoint holds characters that cannot be sent."],
  nameNotFound: ["badGateway", "The host of this endpoint was not found."],
  notConnected: ["badGateway", "The endpoint could not be reached."],
  notTrusted: [
    "badGateway",
    "The endpoint showed no certificate that can be trusted, or speaks no TLS 1.2 or newer. Nothing was sent.",
  ],
  timeout: ["gatewayTimeout", "The endpoint took longer than it may."],
  lost: [
    "badGateway",
    "The connection ended before the answer did. The endpoint may have done what it was asked for.",
  ],
  tooLarge: ["badGateway", "The endpoint’s response is larger than the limit."],
  unreadable: ["badGateway", "The answer of the endpoint is not HTTP as it should be."],
};

/** Why there is no answer, for whoever asked. */
export function failureError({ reason, code }: EgressFailure): AppError {
  const [errorCode, detail] = FAILURES[reason];
  return new AppError(errorCode, code && reason === "notTrusted" ? `${detail} (${code})` : detail, {
    facts: { reason },
  });
}
