import type { z } from "zod";
import type { FieldErrors } from "@/lib/platform/app-error";

/** Messages by their whole path, such as `configuration.headers.0.name`. */
export function deepFieldErrors(error: z.ZodError): FieldErrors {
  const fields = new Map<string, string[]>();
  for (const issue of error.issues) {
    const path = issue.path.join(".");
    const message = issue.code === "unrecognized_keys" ? "Unknown field." : issue.message;
    fields.set(path, [...(fields.get(path) ?? []), message]);
  }
  return Object.fromEntries(fields);
}

/** Messages by the first part of their path; what concerns the whole form stands under `form`. */
export function fieldErrors(error: z.ZodError): FieldErrors {
  const fields = new Map<string, string[]>();
  for (const issue of error.issues) {
    const field = String(issue.path[0] ?? "form");
    // Zod would repeat the names of unknown fields, and anything may stand there.
    const message = issue.code === "unrecognized_keys" ? "This form has no such field." : issue.message;
    fields.set(field, [...(fields.get(field) ?? []), message]);
  }
  return Object.fromEntries(fields);
}
