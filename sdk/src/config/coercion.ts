/**
 * A secret's text as a value of a JSON Schema type, or undefined where it is none. `string` takes it as it is; the others
 * leave blanks around it away: `number` and `integer` take numbers as JSON writes them, `boolean` takes `true` and `false`,
 * `object` and `array` take JSON.
 */
export function coerced(text: string, type: string): unknown {
  if (type === "string") return text;
  const value = parsed(text.trim());
  if (type === "integer") return Number.isSafeInteger(value) ? value : undefined;
  if (type === "array") return Array.isArray(value) ? value : undefined;
  if (type === "object") return isObject(value) ? value : undefined;
  if (type === "number") return typeof value === "number" && Number.isFinite(value) ? value : undefined;
  if (type === "boolean") return typeof value === "boolean" ? value : undefined;
  return undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
