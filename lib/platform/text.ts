/** The sentence for text that the database cannot hold. */
export const NOT_STORABLE = "Use valid Unicode text without NUL characters.";

/** Whether the database can hold a text: neither NUL nor half a surrogate pair is in it. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}

/** Whether that is true of every text and name within parsed JSON, which may be nested at will. */
export function holdsStorable(json: unknown): boolean {
  const waiting = [json];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next === "string" && !isStorable(next)) return false;
    if (typeof next !== "object" || next === null) continue;
    if (!Object.keys(next).every(isStorable)) return false;
    for (const inner of Object.values(next)) waiting.push(inner);
  }
  return true;
}
