/**
 * Names to choose from, each once and always in the same order: a list that changes must not move what is chosen in it.
 * What is chosen is among them, whatever was looked for since.
 */
export function offeredNames(known: readonly string[], chosen: readonly string[]): string[] {
  const all = [...new Set([...known, ...chosen])].filter((name) => name !== "");
  return all.sort((a, b) => compare(a.toUpperCase(), b.toUpperCase()) || compare(a, b));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
