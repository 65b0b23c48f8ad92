/** Every way in which a command can fail. */
export type FailureKind = "usage" | "notAllowed" | "notFound" | "unreachable" | "failed";

const EXIT_CODES: Readonly<Record<FailureKind, number>> = {
  failed: 1,
  usage: 2,
  notAllowed: 3,
  notFound: 4,
  unreachable: 5,
};

/** An error with a text for whoever typed the command. Its lines never hold a value or a key. */
export class Failure extends Error {
  readonly kind: FailureKind;

  constructor(kind: FailureKind, text: string) {
    super(text);
    this.name = "Failure";
    this.kind = kind;
  }
}

export function exitCodeOf(kind: FailureKind): number {
  return EXIT_CODES[kind];
}

export function usage(text: string): Failure {
  return new Failure("usage", text);
}
