import { fromDatabase } from "@/lib/db/errors";
import { AppError, isAppError } from "@/lib/platform/app-error";
import { runtime } from "@/lib/runtime/registry";

/**
 * Any thrown thing as the one kind of error that edges format. What was not expected is logged with the request's id
 * and becomes `internal`, which tells the visitor that id and nothing else.
 */
export function toAppError(error: unknown, requestId: string): AppError {
  const known = fromDatabase(error);
  if (isAppError(known)) {
    if (known.context.cause) runtime().log.warn({ requestId, err: known.context.cause }, known.detail);
    return known;
  }
  runtime().log.error({ requestId, err: error }, "unexpected error");
  return new AppError("internal", `Something went wrong on the server. Its log has more under ${requestId}.`);
}
