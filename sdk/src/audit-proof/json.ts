import { textOf } from "./bytes.js";

export type JsonRecord = Readonly<Record<string, unknown>>;

const DEPTH_MAX = 200;

/** The object that a line holds, or null. */
export function recordOf(line: Uint8Array): JsonRecord | null {
  try {
    const found: unknown = JSON.parse(textOf(line) ?? "");
    return isRecord(found) ? found : null;
  } catch {
    return null;
  }
}

export function isRecord(found: unknown): found is JsonRecord {
  return typeof found === "object" && found !== null && !Array.isArray(found);
}

/** Whether an object has these fields and no other. */
export function hasExactly(record: JsonRecord, fields: readonly string[]): boolean {
  return (
    Object.keys(record).length === fields.length && fields.every((field) => Object.hasOwn(record, field))
  );
}

/** Whether two values of JSON are the same, whatever the order of fields. What is nested deeper than 200 is not. */
export function isSameJson(a: unknown, b: unknown, depth = 0): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  if (depth > DEPTH_MAX || Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))];
  return (
    left.length === right.size &&
    left.every(([key, value]) => right.has(key) && isSameJson(value, right.get(key), depth + 1))
  );
}
