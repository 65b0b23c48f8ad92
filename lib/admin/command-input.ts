import type { z } from "zod";
import { AppError, type FieldErrors } from "@/lib/platform/app-error";

/** Options as a schema wants them. Throws `validation` with every error, under the name of its option. */
export function parseInput<S extends z.ZodObject>(
  schema: S,
  input: Readonly<Record<string, unknown>>,
): z.output<S> {
  const present = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  const parsed = schema.safeParse(present);
  if (parsed.success) return parsed.data;
  const fields: Record<string, string[]> = {};
  for (const { path, message } of parsed.error.issues) {
    const field = String(path.findLast((part) => typeof part === "string") ?? "options");
    fields[field] = [...(fields[field] ?? []), message];
  }
  throw new AppError("validation", "Some options are invalid.", {
    fields: fields satisfies FieldErrors,
  });
}
