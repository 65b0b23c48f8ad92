/** Why a call failed. The first fourteen come from the server, the others from this library. */
export type ErrorCode =
  | "unauthenticated"
  | "forbidden"
  | "notFound"
  | "conflict"
  /** The secret is at another version than `expectedVersion`. */
  | "preconditionFailed"
  | "validation"
  | "tooLarge"
  | "throttled"
  | "unavailable"
  /** No member of a pool can be used just now. */
  | "poolExhausted"
  /** An outside endpoint could not be reached, or its answer cannot be used. */
  | "badGateway"
  /** An outside endpoint took longer than it may. */
  | "gatewayTimeout"
  /** The change was not made: it waits for approval, as a request whose address the message names. */
  | "awaitingApproval"
  /** A write was sent and got no answer: it may or may not have been done. */
  | "outcomeUnknown"
  /** No answer: the address does not exist, refuses connections, or the connection broke. Nothing was written. */
  | "unreachable"
  /** A read got no answer in time. */
  | "timedOut"
  /** The caller's signal said stop. */
  | "aborted"
  /** Something answered that is not a Strongroom. */
  | "notStrongroom"
  /** The call or the settings are wrong; nothing was sent. */
  | "usage"
  /** A program could not be started. */
  | "notStarted"
  /** A configuration lacks what its schema requires. */
  | "incomplete"
  | "internal";

export interface ErrorFacts {
  readonly status?: number | undefined;
  /** Messages by the name of the field they are about. */
  readonly errors?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Under which the server's log has the request. */
  readonly requestId?: string | undefined;
  readonly retryAfterSeconds?: number | undefined;
  readonly cause?: unknown;
}

/** Every error that this library throws. Holds no value of a secret and no key. */
export class StrongroomError extends Error {
  readonly code: ErrorCode;
  /** The HTTP status, if there was an answer. */
  readonly status: number | undefined;
  /** What happened, in words that may be shown. */
  readonly detail: string;
  readonly errors: Readonly<Record<string, readonly string[]>>;
  readonly requestId: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, detail: string, facts: ErrorFacts = {}) {
    super(detail, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.name = new.target.name;
    this.code = code;
    this.detail = detail;
    this.status = facts.status;
    this.errors = facts.errors ?? {};
    this.requestId = facts.requestId;
    this.retryAfterSeconds = facts.retryAfterSeconds;
  }
}

/** There is no such secret, or this key may not know of it. */
export class NotFoundError extends StrongroomError {}

/** The key is missing, unknown, expired or revoked (`unauthenticated`), or may not do this (`forbidden`). */
export class NotAllowedError extends StrongroomError {}

/** The server did not answer, not in time, or something else answered in its place. */
export class UnreachableError extends StrongroomError {}

/** No member of a pool can be used just now; `retryAfterSeconds` says when one comes back, where one does. */
export class PoolExhaustedError extends StrongroomError {}

const CLASSES: Partial<Record<ErrorCode, typeof StrongroomError>> = {
  notFound: NotFoundError,
  unauthenticated: NotAllowedError,
  forbidden: NotAllowedError,
  unreachable: UnreachableError,
  timedOut: UnreachableError,
  notStrongroom: UnreachableError,
  unavailable: UnreachableError,
  poolExhausted: PoolExhaustedError,
};

export function failure(code: ErrorCode, detail: string, facts: ErrorFacts = {}): StrongroomError {
  return new (CLASSES[code] ?? StrongroomError)(code, detail, facts);
}
