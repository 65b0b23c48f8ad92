import { failure, StrongroomError } from "../errors.js";

/** Errors that come before anything is sent. */
const UNSENT =
  /^(bad port|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|.*CERT.*)$/;

export const MAY_BE_DONE = "The request may or may not have been carried out.";

/** An error of `fetch` as ours: its reason stands in its cause. Errors of ours pass. */
export function unreachable(error: unknown, url: string): unknown {
  if (!(error instanceof Error) || "detail" in error) return error;
  const reason = reasonOf(error);
  return failure("unreachable", `${url} cannot be reached: ${codeOf(reason) ?? reason.message}`);
}

/**
 * The error of a write, from what would be the error of a read and from what was thrown: what was sent and got no answer may
 * have been done, and says so.
 */
export function ofWrite(failed: unknown, thrown: unknown): unknown {
  if (!(failed instanceof StrongroomError)) return failed;
  const { code, detail, status, requestId } = failed;
  const words = `${detail.replace(/[^.!?]$/, "$&.")} ${MAY_BE_DONE}`;
  if (code === "aborted") return failure("aborted", words);
  const isGateway = code === "unavailable" && (status === 502 || status === 504);
  const isLost = code === "timedOut" || (code === "unreachable" && !isUnsent(thrown)) || isGateway;
  return isLost ? failure("outcomeUnknown", words, { status, requestId }) : failed;
}

function isUnsent(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  const reason = reasonOf(thrown);
  return (
    ("syscall" in reason && reason.syscall === "connect") || UNSENT.test(codeOf(reason) ?? reason.message)
  );
}

function reasonOf(error: Error): Error {
  return error.cause instanceof Error ? error.cause : error;
}

function codeOf(error: Error): string | undefined {
  return "code" in error ? String(error.code) : undefined;
}
