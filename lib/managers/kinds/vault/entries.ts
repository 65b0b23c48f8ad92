import type { JsonObject } from "../json";
import type { Content, Entry } from "../kind";
import type { VaultAnswer } from "./session";

/** The field of an entry that holds a text alone. */
const ALONE = "value";

/** Who made an entry, where the engine keeps that. */
export const OWNER_KEY = "managed-by";

export function partsOf(path: string): string[] {
  return path.split("/").filter((part) => part !== "");
}

export function fieldsOf(content: Content): JsonObject {
  return typeof content === "string" ? { [ALONE]: content } : content;
}

/** What a list names, under the prefix that was listed. */
export function entriesIn({ data }: VaultAnswer, prefix: string): Entry[] {
  const keys = Array.isArray(data?.keys) ? data.keys : [];
  const base = partsOf(prefix);
  return keys
    .filter((key) => typeof key === "string")
    .map((key) => ({ path: [...base, ...partsOf(key)].join("/"), isFolder: key.endsWith("/") }));
}

/** The fields without those; null when none of them is there. */
export function without(fields: JsonObject, names: readonly string[]): JsonObject | null {
  const rest = Object.entries(fields).filter(([name]) => !names.includes(name));
  return rest.length === Object.keys(fields).length ? null : Object.fromEntries(rest);
}
