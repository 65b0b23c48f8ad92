import type { AppError } from "@/lib/platform/app-error";

/** What was refused is not sent back: somebody may have put a key there. */
export function unlessRefused(
  typed: Readonly<Record<string, string>>,
  { context: { fields = {} } }: AppError,
): Record<string, string> {
  return Object.fromEntries(Object.entries(typed).filter(([name]) => !Object.hasOwn(fields, name)));
}
