import { AppError } from "@/lib/platform/app-error";

/**
 * A secret that is stored does not fit what the endpoint wants of it. Callers learn that alone: `error`, with its
 * lengths and kinds, is for those who may write the endpoint (`compatibilityIssue`) and for the log.
 */
export function incompatible(issue: string): AppError {
  return new AppError(
    "conflict",
    "A secret of this endpoint does not fit its configuration. Whoever looks after it can check that in the dashboard.",
    { cause: new Error(issue) },
  );
}

/**
 * The one failure of opening an answer. It has one text and no cause, so that nobody learns which check failed: not the
 * key, the padding, the tag, the encoding or what was inside.
 */
export function notOpened(): AppError {
  return new AppError("badGateway", "The answer of the endpoint could not be decrypted.");
}

/** An answer that is JSON of a kind that nobody means. */
export function nestedTooDeep(): AppError {
  return new AppError("badGateway", "The answer of the endpoint is nested too deep.");
}
