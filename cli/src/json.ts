export type JsonRecord = Readonly<Record<string, unknown>>;

/** What a text of JSON says, or undefined when it is none. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isRecord(found: unknown): found is JsonRecord {
  return typeof found === "object" && found !== null && !Array.isArray(found);
}

export function isTextRecord(found: unknown): found is Readonly<Record<string, string>> {
  return isRecord(found) && Object.values(found).every((value) => typeof value === "string");
}
