import { AppError, isAppError } from "@/lib/platform/app-error";

/** What the database said no to, in the terms that use cases decide on. */
export type DatabaseFailure =
  | { readonly kind: "unique"; readonly constraint: string }
  | { readonly kind: "missing" }
  /** Something still refers to what was to go, or what was referred to is gone. */
  | { readonly kind: "referenced" }
  | { readonly kind: "retry" }
  /** The connection broke before the answer to a COMMIT or to a write came: it may have had its effect. */
  | { readonly kind: "undecided" }
  | { readonly kind: "unreachable" }
  /** A lock, a statement or a transaction took longer than it may, and was undone. */
  | { readonly kind: "slow" }
  | { readonly kind: "readOnly" }
  | { readonly kind: "full" }
  /** A text, number or time that no column can hold. */
  | { readonly kind: "unstorable" }
  | { readonly kind: "other" };

/** Too long, out of range, or not of the type's form; a text with NUL; a row too long for its index. */
const UNSTORABLE = new Set(["22001", "22003", "22007", "22008", "22021", "22P02", "22P05", "54000"]);
const RETRY = new Set(["40001", "40P01"]);
const UNDECIDED = "08007";
const SLOW = /^(57014|55P03|25P0[34]|P2028)/;
const READ_ONLY = "25006";
const FULL = new Set(["53100", "53200"]);
const UNREACHABLE = /^(08|57P0|53300|ECONN|ENOENT|ETIMEDOUT|EPIPE|P1001|P1002|P1008|P1017|P2024)/;

/** Reads Prisma's and PostgreSQL's errors. The only place that knows their codes. */
export function databaseFailure(error: unknown): DatabaseFailure {
  const codes = [...errorChain(error)]
    .flatMap((e) => [e.originalCode, e.code])
    .filter((c) => typeof c === "string");
  if (codes.includes("23505") || codes.includes("P2002"))
    return { kind: "unique", constraint: constraintOf(error) };
  if (codes.includes("P2025")) return { kind: "missing" };
  if (codes.some((code) => code === "23503" || code === "23001" || code === "P2003"))
    return { kind: "referenced" };
  if (codes.some((code) => RETRY.has(code) || code === "P2034")) return { kind: "retry" };
  if (codes.some((code) => UNSTORABLE.has(code))) return { kind: "unstorable" };
  if (codes.includes(UNDECIDED)) return { kind: "undecided" };
  if (codes.some((code) => FULL.has(code))) return { kind: "full" };
  if (codes.includes(READ_ONLY)) return { kind: "readOnly" };
  if (codes.some((code) => SLOW.test(code))) return { kind: "slow" };
  return codes.some((code) => UNREACHABLE.test(code)) ? { kind: "unreachable" } : { kind: "other" };
}

/** Why a request could not be served just now. */
const UNAVAILABLE = {
  full: "The database has no space left.",
  readOnly: "The database takes no changes just now.",
  slow: "The database took too long.",
  unreachable: "The database cannot be reached.",
} as const;
const RETRY_AFTER_SECONDS = 2;

/**
 * The error to answer with when no use case has decided otherwise. Only `inTransaction`, whose failures before the COMMIT
 * are certain, may claim that a change was not saved.
 */
export function fromDatabase(error: unknown, claim: "Your change was not saved." | "" = ""): unknown {
  if (isAppError(error)) return error;
  const { kind } = databaseFailure(error);
  switch (kind) {
    case "unique":
      return new AppError("conflict", "This already exists.", { cause: error });
    case "missing":
      return new AppError("notFound", "This no longer exists.", { cause: error });
    case "referenced":
      return new AppError("conflict", "Something else refers to this, or what it refers to is gone.", {
        cause: error,
      });
    case "retry":
      return new AppError("conflict", "Someone else just changed this. Try again.", {
        cause: error,
      });
    case "undecided":
      return new AppError(
        "outcomeUnknown",
        "The connection to the database was lost. Your change may or may not have been saved. Check before you try again.",
        { cause: error },
      );
    case "unstorable":
      return new AppError("validation", "Something in this request is not of a form that can be stored.", {
        cause: error,
      });
    case "full":
    case "readOnly":
    case "slow":
    case "unreachable":
      return new AppError(
        "unavailable",
        [UNAVAILABLE[kind], claim, "Try again in a moment."].filter(Boolean).join(" "),
        {
          cause: error,
          retryAfterSeconds: RETRY_AFTER_SECONDS,
        },
      );
    case "other":
      return error;
  }
}

interface ErrorLike {
  readonly code?: unknown;
  readonly originalCode?: unknown;
  readonly message?: unknown;
  readonly constraint?: unknown;
  readonly cause?: unknown;
  readonly meta?: { readonly driverAdapterError?: unknown; readonly target?: unknown } | undefined;
}

function* errorChain(error: unknown): Generator<ErrorLike> {
  const seen = new Set<unknown>();
  const queue = [error];
  while (queue.length > 0 && seen.size < 10) {
    const next = queue.shift();
    if (typeof next !== "object" || next === null || seen.has(next)) continue;
    seen.add(next);
    const like: ErrorLike = next;
    yield like;
    queue.push(like.cause, like.meta?.driverAdapterError);
  }
}

/** Name of the violated index, or the names of its columns: whichever the driver told. */
function constraintOf(error: unknown): string {
  for (const e of errorChain(error)) {
    const constraint = e.constraint;
    if (typeof constraint === "string") return constraint;
    if (typeof constraint === "object" && constraint !== null) return JSON.stringify(constraint);
    if (e.meta?.target) return JSON.stringify(e.meta.target);
  }
  return "";
}
