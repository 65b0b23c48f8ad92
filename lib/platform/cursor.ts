import { AppError } from "./app-error";
import { isId } from "./ids";
import { isStorable } from "./text";

/** What lists are sorted by: times, or texts as the database compares them. */
export type CursorSort = TimeSort | "name" | "email" | "slug";

const TIME_SORTS = ["updated", "created", "replaced", "used"] as const;
type TimeSort = (typeof TIME_SORTS)[number];

/** The place in a list after which the next page begins: the sort key and the id of the last row. */
export interface Cursor<Sort extends CursorSort = CursorSort> {
  readonly sort: Sort;
  /** Milliseconds for times, else the text. */
  readonly key: string;
  readonly id: string;
}

/** No text that a list is sorted by is longer: addresses are. */
const KEY_LENGTH_MAX = 254;

export function encodeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify([cursor.sort, cursor.key, cursor.id])).toString("base64url");
}

/** Throws `validation` for anything that this program did not hand out for the same order. */
export function decodeCursor<Sort extends CursorSort>(text: string, sort: Sort): Cursor<Sort> {
  const parts = parse(text);
  if (Array.isArray(parts) && parts.length === 3) {
    const [ofSort, key, id]: unknown[] = parts;
    if (ofSort === sort && typeof key === "string" && isKey(sort, key) && isId(id)) return { sort, key, id };
  }
  throw new AppError("validation", "This page of the list does not exist. Start from the first page.", {
    fields: { cursor: ["The cursor is not one that this list gave."] },
  });
}

function isKey(sort: CursorSort, key: string): boolean {
  const isTime = TIME_SORTS.some((one) => one === sort);
  return isTime ? /^\d{1,15}$/.test(key) : key.length <= KEY_LENGTH_MAX && isStorable(key);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}
