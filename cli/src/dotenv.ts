/** One assignment of a `.env` file, or a line that is none. */
export type EnvLine =
  | { readonly line: number; readonly name: string; readonly value: string }
  | { readonly line: number; readonly mistake: string };

const ASSIGNMENT = /^[ \t]*(?:export[ \t]+)?([^\s=#]+)[ \t]*=[ \t]*/;
const QUOTES = ["'", '"', "`"];

/**
 * Reads a `.env` file the way Node's own `--env-file` does (comments, `export`, quotes over several lines, `\n` in
 * double quotes), but tells the line of each assignment, and which lines are not one. Linear in the text's length.
 */
export function readEnv(text: string): EnvLine[] {
  const lines = text.replace(/^\ufeff/, "").split(/\r\n|\n|\r/);
  const read: EnvLine[] = [];
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? "";
    if (line.trim() === "" || line.trimStart().startsWith("#")) {
      at += 1;
      continue;
    }
    const { entry, length } = readAssignment(lines, at);
    read.push(entry);
    at += length;
  }
  return read;
}

function readAssignment(lines: readonly string[], at: number): { entry: EnvLine; length: number } {
  const line = lines[at] ?? "";
  const match = ASSIGNMENT.exec(line);
  const name = match?.[1];
  if (!match || name === undefined) {
    return { entry: { line: at + 1, mistake: "this line is not NAME=value" }, length: 1 };
  }
  const rest = line.slice(match[0].length);
  const quote = QUOTES.find((candidate) => rest.startsWith(candidate));
  if (!quote) return { entry: { line: at + 1, name, value: withoutComment(rest) }, length: 1 };
  return readQuoted(lines, at, name, rest, quote);
}

function readQuoted(lines: readonly string[], at: number, name: string, rest: string, quote: string) {
  const parts = [rest.slice(1)];
  for (let next = at; ; ) {
    const last = parts.at(-1) ?? "";
    const end = last.indexOf(quote);
    if (end >= 0) {
      const raw = [...parts.slice(0, -1), last.slice(0, end)].join("\n");
      const value = quote === '"' ? raw.replaceAll("\\n", "\n") : raw;
      return { entry: { line: at + 1, name, value }, length: next - at + 1 };
    }
    next += 1;
    const more = lines[next];
    if (more === undefined) {
      const mistake = `the ${quote} that begins the value of this line is never closed`;
      return { entry: { line: at + 1, mistake }, length: 1 };
    }
    parts.push(more);
  }
}

function withoutComment(rest: string): string {
  const comment = rest.indexOf("#");
  return (comment < 0 ? rest : rest.slice(0, comment)).trim();
}
