/** Every way in which a request can fail. The closed list that all formatters are total over. */
export type ErrorCode =
  | "unauthenticated"
  /** The session is too old for this: its person has to prove again who they are. */
  | "confirmationNeeded"
  | "forbidden"
  | "notFound"
  | "conflict"
  /** It is at another version than the caller said it should be. */
  | "preconditionFailed"
  | "validation"
  | "tooLarge"
  | "throttled"
  | "unavailable"
  /** No member of a pool can be taken just now. */
  | "poolExhausted"
  /** The connection to the database broke at a moment when the change may or may not have been saved. */
  | "outcomeUnknown"
  /** An outside endpoint could not be reached, or its answer cannot be used. */
  | "badGateway"
  /** An outside endpoint took longer than it may. */
  | "gatewayTimeout"
  | "sealBroken"
  | "internal";

/** Messages by field name, as a form or an API client shows them. */
export type FieldErrors = Readonly<Record<string, readonly string[]>>;

export interface ErrorContext {
  readonly fields?: FieldErrors;
  /** Seconds until trying again makes sense. */
  readonly retryAfterSeconds?: number;
  /** Facts an edge may show beside the message, such as the row that won a conflict. Never a value. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** For the log only. */
  readonly cause?: unknown;
}

/** The one error class: `detail` is safe to show to whoever made the request. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly context: ErrorContext;

  constructor(code: ErrorCode, detail: string, context: ErrorContext = {}) {
    super(`${code}: ${detail}`, context.cause === undefined ? undefined : { cause: context.cause });
    this.name = "AppError";
    this.code = code;
    this.detail = detail;
    this.context = context;
  }
}

/** Told apart by name, not by class: Next loads this module several times in one process. */
export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && error.name === "AppError" && "detail" in error;
}

/** An error in one field of a form or request body. */
export function fieldError(field: string, message: string): AppError {
  return new AppError("validation", message, { fields: { [field]: [message] } });
}

/** The same error with fields under the names that somebody else knows them by; what is no error of fields stays as it is. */
export function withFieldNames(error: unknown, names: Readonly<Record<string, string>>): unknown {
  if (!isAppError(error) || !error.context.fields) return error;
  const fields = Object.entries(error.context.fields).map(([name, said]) => [names[name] ?? name, said]);
  return new AppError(error.code, error.detail, { ...error.context, fields: Object.fromEntries(fields) });
}
