import { type AppError, fieldError } from "@/lib/platform/app-error";
import type { ContentType } from "../configuration/model";
import { nestsTooDeep } from "./json";

export interface Body {
  readonly bytes: Buffer;
  readonly contentType: string;
}

export const JSON_TYPE = "application/json";
export const TEXT_TYPE = "text/plain; charset=utf-8";
const FORM_TYPE = "application/x-www-form-urlencoded";

/** Data as the bytes of a body. Throws `validation` when it cannot be sent as that. */
export function bodyOf(contentType: ContentType, data: unknown): Body {
  switch (contentType) {
    case "json":
      return { bytes: Buffer.from(jsonOf(data)), contentType: JSON_TYPE };
    case "form":
      return { bytes: Buffer.from(formOf(data)), contentType: FORM_TYPE };
    case "text":
      if (typeof data !== "string") throw fieldError("data", "This endpoint takes text.");
      return { bytes: textBytes(data, "data"), contentType: TEXT_TYPE };
  }
}

/** JSON in its shortest spelling. Throws `validation` for what nests more than 500 deep. */
export function jsonOf(data: unknown): string {
  const json = shortest(data);
  if (json === null || nestsTooDeep(json)) throw fieldError("data", "These data nest too deeply.");
  return json;
}

/** Null where the stack is too short for it. */
function shortest(data: unknown): string | null {
  try {
    return JSON.stringify(data);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The UTF-8 of a text. Half a surrogate pair has none and would be lost: refused, with `path` for who has to mend it. */
export function textBytes(text: string, path: string): Buffer {
  if (!text.isWellFormed()) throw fieldError(path, "This text is not valid Unicode.");
  return Buffer.from(text, "utf8");
}

function formOf(data: unknown): string {
  if (typeof data !== "object" || data === null || Array.isArray(data)) throw noForm();
  const fields = Object.entries(data).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one: unknown): [string, string] => [name, scalarOf(one)]),
  );
  for (const text of fields.flat()) textBytes(text, "data");
  return new URLSearchParams(fields).toString();
}

function scalarOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw noForm();
}

function noForm(): AppError {
  return fieldError(
    "data",
    "This endpoint takes form data: an object of texts, numbers, true or false, or lists of these.",
  );
}
