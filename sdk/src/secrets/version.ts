import { numberIn, oneOf, orNull, recordIn, textIn } from "../http/json.js";

const ORIGINS = ["created", "rotated", "restored"] as const;

/** A version of a secret, without its value. */
export interface Version {
  readonly version: number;
  readonly origin: (typeof ORIGINS)[number];
  /** The number of the version whose value it took. */
  readonly restoredFrom: number | null;
  readonly createdAt: string;
  readonly createdBy: string;
}

/** One line of a secret's change log. */
export interface LogEntry {
  readonly seq: number;
  readonly at: string;
  readonly action: string;
  readonly by: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

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
