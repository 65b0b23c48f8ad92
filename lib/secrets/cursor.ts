import { AppError } from "@/lib/platform/app-error";
import { isId } from "@/lib/platform/ids";
import { isStorable } from "@/lib/platform/text";
import type { Sort } from "./model";

/** The place in a list after which the next page begins: the sort key and the id of the last row. */
export interface Cursor {
  readonly sort: Sort;
  /** Milliseconds for times, the folded name for names. */
  readonly key: string;
  readonly id: string;
}

export function encodeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify([cursor.sort, cursor.key, cursor.id])).toString("base64url");
}

/** Throws `validation` for anything that this program did not hand out for the same order. */
export function decodeCursor(text: string, sort: Sort): Cursor {
  const parts = parse(text);
  if (Array.isArray(parts) && parts.length === 3) {
    const [ofSort, key, id]: unknown[] = parts;
    const isKey =
      typeof key === "string" &&
      key.length <= 128 &&
      isStorable(key) &&
      (sort === "name" || /^\d{1,15}$/.test(key));
    if (ofSort === sort && isKey && isId(id)) return { sort, key, id };
  }
  throw new AppError("validation", "This page of the list does not exist. Start from the first page.", {
    fields: { cursor: ["The cursor is not one that this list gave."] },
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}
