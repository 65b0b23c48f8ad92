import type { components } from "../api/generated.js";
import { numberIn, oneOf, orNull, recordIn, textIn } from "../http/json.js";

type Schemas = components["schemas"];

/** A version of a secret, without its value. */
export type Version = Schemas["Version"];
/** One line of a secret's change log. */
export type LogEntry = Schemas["Change"];

const ORIGINS = [
  "created",
  "rotated",
  "restored",
  "external",
] as const satisfies readonly Version["origin"][];

export function versionIn(json: unknown): Version {
  const record = recordIn(json);
  return {
    version: numberIn(record, "version"),
    origin: oneOf(record, "origin", ORIGINS),
    restoredFrom: orNull(record, "restoredFrom", numberIn),
    createdAt: textIn(record, "createdAt"),
    createdBy: textIn(record, "createdBy"),
  };
}

export function logEntryIn(json: unknown): LogEntry {
  const record = recordIn(json);
  return {
    seq: numberIn(record, "seq"),
    at: textIn(record, "at"),
    action: textIn(record, "action"),
    by: textIn(record, "by"),
    detail: recordIn(record.detail ?? {}),
  };
}
