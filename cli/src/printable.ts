/** Control characters, line separators, and the marks that turn the direction of text around. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/** Text from elsewhere, made safe for a terminal: what could move the cursor or recolour the screen becomes `�`. */
export function printable(text: string): string {
  return text.replaceAll(UNPRINTABLE, "\ufffd");
}

/** The same for text of several lines, whose line breaks stay. */
export function printableLines(text: string): string {
  return text.split("\n").map(printable).join("\n");
}

/** Columns under their headings, as wide as their widest cell; the last one is not padded. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [headings, ...rows].map((row) => row.map(printable));
  const widths = headings.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  const padded = lines.map((line) => line.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  "));
  return padded.map((line) => `${line.trimEnd()}\n`).join("");
}
