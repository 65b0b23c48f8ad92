import { numberIn, orNull, recordIn, textIn } from "../http/json.js";
import type { ServerEvent } from "./event-parser.js";

/** What a watcher is told. */
export type Change =
  /** A secret has another value or name, or is gone. Its version is null where there is none any more. */
  | { readonly type: "secret.changed"; readonly name: string; readonly version: number | null }
  /** Some changes may have been missed: read again whatever matters. */
  | { readonly type: "reset" };

/** Kinds of events that are not known, and signs of life, are null. */
export function changeIn({ type, data }: ServerEvent): Change | null {
  if (type === "reset") return { type };
  if (type !== "secret.changed") return null;
  const record = recordIn(parsed(data));
  return { type, name: textIn(record, "name"), version: orNull(record, "version", numberIn) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
