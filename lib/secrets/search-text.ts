/** What separates words: a search for any of these finds any other. */
const SEPARATOR = /[\s_.-]/g;
/** More words than anybody types; what follows is not looked at. */
const WORDS_MAX = 10;

/**
 * What search looks at: in lower case, so that matching ignores case also beyond ASCII, and with blanks in place of all that
 * separates words.
 */
export function searchTextOf(secret: { readonly name: string; readonly description: string }): string {
  return folded(`${secret.name}\n${secret.description}`);
}

/** The words of a search, each once, as they are in what is searched. */
export function searchWords(search: string): string[] {
  const words = folded(search)
    .split(" ")
    .filter((word) => word !== "");
  return [...new Set(words)].slice(0, WORDS_MAX);
}

/** The same as patterns that find them anywhere, in which no character stands for others. */
export function searchPatterns(search: string): string[] {
  return searchWords(search).map((word) => `%${literally(word)}%`);
}

/** A text in a pattern that stands for nothing but itself. */
export function literally(text: string): string {
  return text.replaceAll(/[\\%_]/g, "\\$&");
}

/** The parts of a text that a search found, in order, words beside each other as one: where each begins, and where it ends. */
export function foundParts(
  text: string,
  search: string,
): readonly { readonly start: number; readonly end: number }[] {
  const searched = folded(text);
  // Some characters are longer in lower case, so that places would not be the same.
  if (searched.length !== text.length) return [];
  const found = searchWords(search)
    .flatMap((word) => startsOf(searched, word).map((at) => ({ start: at, end: at + word.length })))
    .sort((a, b) => a.start - b.start);
  const parts: { start: number; end: number }[] = [];
  for (const { start, end } of found) {
    const last = parts.at(-1);
    const isBeside = last && start <= last.end + 1 && searched.slice(last.end, start).trim() === "";
    if (isBeside) last.end = Math.max(last.end, end);
    else parts.push({ start, end });
  }
  return parts;
}

function startsOf(text: string, word: string): number[] {
  const starts: number[] = [];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) starts.push(at);
  return starts;
}

function folded(text: string): string {
  return text.toLowerCase().replaceAll(SEPARATOR, " ");
}
