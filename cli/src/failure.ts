import type { ErrorCode } from "@/sdk/src/errors";

/** Every way in which a command can fail. */
export type FailureKind = "usage" | "notAllowed" | "notFound" | "unreachable" | "failed";

const EXIT_CODES: Readonly<Record<FailureKind, number>> = {
  failed: 1,
  usage: 2,
  notAllowed: 3,
  notFound: 4,
  unreachable: 5,
};

/** What each error of the server, or of the way there, is for whoever typed the command. */
const KINDS: Readonly<Record<ErrorCode, FailureKind>> = {
  unauthenticated: "notAllowed",
  forbidden: "notAllowed",
  notFound: "notFound",
  conflict: "usage",
  preconditionFailed: "usage",
  validation: "usage",
  tooLarge: "usage",
  usage: "usage",
  throttled: "unreachable",
  unavailable: "unreachable",
  outcomeUnknown: "unreachable",
  unreachable: "unreachable",
  timedOut: "unreachable",
  notStrongroom: "unreachable",
  internal: "unreachable",
  // An outside endpoint, not the server: `allowlist send`.
  badGateway: "failed",
  gatewayTimeout: "failed",
  poolExhausted: "failed",
  awaitingApproval: "failed",
  aborted: "failed",
  notStarted: "failed",
  incomplete: "failed",
};

/** Messages by the name of the field that they are about. */
export type FieldErrors = Readonly<Record<string, readonly string[]>>;

/** An error with a text for whoever typed the command. Its lines never hold a value or a key. */
export class Failure extends Error {
  readonly kind: FailureKind;
  /** Whether what was asked for may have been done all the same. */
  readonly mayBeDone: boolean;
  /** What the server said of parts of the request. Its messages are in the text too. */
  readonly fields: FieldErrors;

  constructor(
    kind: FailureKind,
    text: string,
    { mayBeDone = false, fields = {} }: { readonly mayBeDone?: boolean; readonly fields?: FieldErrors } = {},
  ) {
    super(text);
    this.name = "Failure";
    this.kind = kind;
    this.mayBeDone = mayBeDone;
    this.fields = fields;
  }
}

export function kindOf(code: ErrorCode): FailureKind {
  return KINDS[code];
}

export function exitCodeOf(kind: FailureKind): number {
  return EXIT_CODES[kind];
}

export function usage(text: string): Failure {
  return new Failure("usage", text);
}
