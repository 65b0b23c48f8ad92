/** One line of a file. */
export interface FileLine {
  readonly text: string;
  /** Whether it ended with CR LF. */
  readonly isWindows: boolean;
}

/** The lines of a text without its byte-order mark and line ends. A CR that is not part of a line end stays where it is. */
export function linesIn(text: string): FileLine[] {
  return text
    .replace(/^\ufeff/, "")
    .split("\n")
    .map((line, i, all) => {
      const isWindows = line.endsWith("\r") && i < all.length - 1;
      return { text: isWindows ? line.slice(0, -1) : line, isWindows };
    });
}

/** The first place from `from` on that is neither a space nor a tab. */
export function afterBlanks(text: string, from: number): number {
  let at = from;
  while (isBlank(text[at])) at += 1;
  return at;
}

/** The same text without spaces and tabs at its end. All other white space may be part of a value. */
export function withoutTrailingBlanks(text: string): string {
  let end = text.length;
  while (isBlank(text[end - 1])) end -= 1;
  return text.slice(0, end);
}

function isBlank(character: string | undefined): boolean {
  return character === " " || character === "\t";
}
