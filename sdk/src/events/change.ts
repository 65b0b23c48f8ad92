import { booleanIn, numberIn, orNull, recordIn, textIn } from "../http/json.js";
import type { ServerEvent } from "./event-parser.js";

/** What a watcher is told. */
export type Change =
  /** A name stands for another value, or for none any more: then its version is null. */
  | {
      readonly type: "secret.changed";
      readonly name: string;
      readonly version: number | null;
      /** How it came about, such as `created`, `replaced`, `restored`, `renamed` or `deleted`. */
      readonly change: string;
      /** The name that the secret had before, if it was renamed. */
      readonly renamedFrom: string | null;
      /** Whether it is a shared secret: one of the project `platform`. Null when the server does not say. */
      readonly shared: boolean | null;
    }
  /** Some changes may have been missed: read again whatever matters. */
  | { readonly type: "reset" };

/** Kinds of events that are not known, and signs of life, are null. */
export function changeIn({ type, data }: ServerEvent): Change | null {
  if (type === "reset") return { type };
  if (type !== "secret.changed") return null;
  const record = recordIn(parsed(data));
  return {
    type,
    name: textIn(record, "name"),
    version: orNull(record, "version", numberIn),
    change: orNull(record, "change", textIn) ?? "",
    renamedFrom: orNull(record, "renamedFrom", textIn),
    shared: orNull(record, "shared", booleanIn),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
