/** Why an external manager did not do what it was asked. */
export const MANAGER_REASONS = [
  /** It does not take the credential. */
  "unauthenticated",
  /** It knows who asks, and does not let them. */
  "forbidden",
  /** There is no such path, field, version or mount. */
  "notFound",
  /** What lies there is no text, or is not one text. */
  "notText",
  "tooLarge",
  /** What was asked makes no sense to it, or what it answered makes none here. */
  "invalid",
  /** Somebody else wrote at the same time. */
  "changed",
  "throttled",
  /** It could not be reached, or is not working. */
  "unavailable",
  /** The organisation's rules do not let it be called. */
  "notCalled",
] as const;
export type ManagerReason = (typeof MANAGER_REASONS)[number];

/** `message` is fit for people: it holds no value, and nothing that the manager wrote but its codes. */
export class ManagerError extends Error {
  readonly reason: ManagerReason;
  /** When it makes sense to ask again, as far as the manager said. */
  readonly retryAfterSeconds: number | null;

  constructor(reason: ManagerReason, message: string, retryAfterSeconds: number | null = null) {
    super(message);
    this.name = "ManagerError";
    this.reason = reason;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Told apart by name, not by class: Next loads this module several times in one process. */
export function isManagerError(error: unknown): error is ManagerError {
  return error instanceof Error && error.name === "ManagerError" && "reason" in error;
}
