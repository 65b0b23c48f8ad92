import { egressReason, failureWords, systemCode } from "@/lib/net/egress-error";
import { AppError, isAppError } from "@/lib/platform/app-error";

/** For an answer that is not the one that was hoped for. */
export function notAccepted(detail: string): AppError {
  return new AppError("unavailable", detail);
}

/** Why something was not sent, in words of this program alone: what a system says may repeat an address. */
export function failureText(error: unknown, signal: AbortSignal): string {
  if (isAppError(error)) return error.detail;
  const reason = signal.aborted ? "timeout" : egressReason(error);
  const code = systemCode(error);
  if (reason) return failureWords(reason, reason === "timeout" ? null : code);
  return code ? `It failed. (${code})` : "It failed.";
}
