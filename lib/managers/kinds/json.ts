import { ManagerError } from "./manager-error";

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(json: unknown): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

/** The JSON object in an answer. Throws `unavailable` for anything else, such as a proxy's page for people. */
export function objectIn(body: Buffer): JsonObject {
  const json = parsed(body.toString("utf8"));
  if (isObject(json)) return json;
  throw new ManagerError("unavailable", "It answered something else than JSON.");
}

/** What a text says as JSON; undefined where it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The moment that a text in RFC 3339 names; null for anything else. */
export function dateOf(text: unknown): Date | null {
  const at = typeof text === "string" && text !== "" ? new Date(text) : null;
  return at && !Number.isNaN(at.getTime()) ? at : null;
}

/** The texts among fields, and the names of those that are none. */
export function textsIn(fields: JsonObject): {
  readonly content: Readonly<Record<string, string>>;
  readonly notText: readonly string[];
} {
  const texts: [string, string][] = [];
  const notText: string[] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === "string") texts.push([name, value]);
    else notText.push(name);
  }
  return { content: Object.fromEntries(texts), notText };
}
