import { VALUE_BYTES_MAX, valueIssue } from "@/lib/secrets/model";
import type { EntryContent, EntryRef } from "./kind";
import { ManagerError } from "./manager-error";

/** The one value that a reference means, of all that its entry holds. Throws a manager error. */
export function valueIn({ content, notText }: EntryContent, { path, field }: EntryRef): string {
  const value =
    typeof content === "string" ? alone(content, field, path) : fieldIn(content, notText, field, path);
  const issue = valueIssue(value);
  if (issue === null) return value;
  const what = field === "" ? path : `The field ${field} of ${path}`;
  if (Buffer.byteLength(value) > VALUE_BYTES_MAX)
    throw new ManagerError("tooLarge", `${what} is larger than 64 KiB.`);
  throw new ManagerError("notText", `${what} ${value === "" ? "is empty" : "holds what no value may hold"}.`);
}

function alone(text: string, field: string, path: string): string {
  if (field === "") return text;
  throw new ManagerError("notFound", `${path} is a text alone, and has no field ${field}.`);
}

function fieldIn(
  fields: Readonly<Record<string, string>>,
  notText: readonly string[],
  field: string,
  path: string,
): string {
  const names = Object.keys(fields);
  const [only = ""] = names;
  if (field === "" && names.length + notText.length !== 1)
    throw new ManagerError("notFound", `${path} has ${names.length + notText.length} fields: say which.`);
  const wanted = field || only || notText[0] || "";
  if (notText.includes(wanted))
    throw new ManagerError("notText", `The field ${wanted} of ${path} is no text.`);
  const value = Object.hasOwn(fields, wanted) ? fields[wanted] : undefined;
  if (value === undefined) throw new ManagerError("notFound", `${path} has no field ${wanted}.`);
  return value;
}
