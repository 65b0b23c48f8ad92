import { fromDatabase } from "@/lib/db/errors";
import { isAppError } from "@/lib/platform/app-error";

/** What whoever asked for something was told of it. */
export type Told = "done" | "refused" | "unknown" | { readonly unclear: string };

/** Waits for what was asked for, and reads its error as the program's edges do. */
export async function toldOf(work: Promise<unknown>): Promise<Told> {
  const failure: unknown = await work.then(
    () => null,
    (error: unknown) => fromDatabase(error),
  );
  if (failure === null) return "done";
  if (isAppError(failure) && failure.code === "outcomeUnknown") return "unknown";
  if (isAppError(failure) && failure.code === "unavailable") return "refused";
  return { unclear: failure instanceof Error ? (failure.stack ?? failure.message) : String(failure) };
}
