import { type EgressReason, egressReason, systemCode } from "@/lib/net/egress-error";
import { AppError, isAppError } from "@/lib/platform/app-error";

const WORDS: Readonly<Record<EgressReason, string>> = {
  addressNotAllowed: "The name leads to an address that is never called.",
  notSendable: "The request cannot be sent.",
  nameNotFound: "The name was not found.",
  notConnected: "There is no connection.",
  notTrusted: "The certificate is not trusted.",
  timeout: "There was no answer in time.",
  lost: "The connection was lost.",
  tooLarge: "The answer is too large.",
  unreadable: "The answer cannot be read.",
};

/** For an answer that is not the one that was hoped for. */
export function notAccepted(detail: string): AppError {
  return new AppError("unavailable", detail);
}

export function failureWords(reason: EgressReason, code: string | null): string {
  return code ? `${WORDS[reason]} (${code})` : WORDS[reason];
}

/** Why something was not sent, in words of this program alone: what a system says may repeat an address. */
export function failureText(error: unknown, signal: AbortSignal): string {
  if (isAppError(error)) return error.detail;
  const reason = signal.aborted ? "timeout" : egressReason(error);
  const code = systemCode(error);
  if (reason) return failureWords(reason, reason === "timeout" ? null : code);
  return code ? `It failed. (${code})` : "It failed.";
}
