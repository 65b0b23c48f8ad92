import type { AppError } from "@/lib/platform/app-error";

/** What an attempt throws, as far as whoever asked is told; null when it goes well. */
export async function failure(attempt: Promise<unknown>) {
  return attempt.then(
    () => null,
    ({ code, detail, context }: AppError) => ({ code, detail, context, fields: context?.fields }),
  );
}

/** The code alone; "done" when it goes well. */
export async function codeOf(attempt: Promise<unknown>): Promise<string> {
  const error = await failure(attempt);
  return error === null ? "done" : error.code;
}
