import { AppError, isAppError } from "@/lib/platform/app-error";

/** What the database said no to, in the terms that use cases decide on. */
export type DatabaseFailure =
  | { readonly kind: "unique"; readonly constraint: string }
  | { readonly kind: "missing" }
  /** Something still refers to what was to go, or what was referred to is gone. */
  | { readonly kind: "referenced" }
  | { readonly kind: "retry" }
  | { readonly kind: "unreachable" }
  | { readonly kind: "full" }
  | { readonly kind: "other" };

const RETRY = new Set(["40001", "40P01"]);
/** Gone, full of connections, or held up by a lock for longer than a statement may take. */
const UNREACHABLE =
  /^(08|57P0|57014|55P03|25P03|53300|ECONN|ENOENT|ETIMEDOUT|EPIPE|P1001|P1002|P1008|P1017|P2024)/;
const UNREACHABLE_TEXT = /connection terminated|timeout exceeded when trying to connect|server has closed/i;

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
  if (codes.some((code) => code === "53100" || code === "53200")) return { kind: "full" };
  if (codes.some((code) => UNREACHABLE.test(code))) return { kind: "unreachable" };
  const texts = [...errorChain(error)].map((e) => String(e.message ?? ""));
  return texts.some((text) => UNREACHABLE_TEXT.test(text)) ? { kind: "unreachable" } : { kind: "other" };
}

/** The error to answer with when no use case has decided otherwise. */
export function fromDatabase(error: unknown): unknown {
  if (isAppError(error)) return error;
  const failure = databaseFailure(error);
  switch (failure.kind) {
    case "unique":
      return new AppError("conflict", "This already exists.", { cause: error });
    case "missing":
      return new AppError("notFound", "This no longer exists.", { cause: error });
    case "referenced":
      return new AppError("conflict", "Something else refers to this, or what it refers to is gone.", {
        cause: error,
      });
    case "retry":
      return new AppError("conflict", "Someone changed this at the same moment. Try again.", {
        cause: error,
      });
    case "full":
      return new AppError("unavailable", "The database has no space left. Nothing was changed.", {
        cause: error,
      });
    case "unreachable":
      return new AppError("unavailable", "The database cannot be reached. Nothing was changed.", {
        cause: error,
      });
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
