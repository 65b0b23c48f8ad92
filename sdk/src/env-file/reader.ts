import { linesIn } from "./lines.ts";
import { readQuoted } from "./quoted.ts";
import type { EnvProblem, EnvWarning } from "./texts.ts";
import { readUnquoted } from "./unquoted.ts";

/** `NAME=value`, as it stands in a `.env` file. */
export interface EnvAssignment {
  /** Where it begins, counted from 1. */
  readonly line: number;
  readonly name: string;
  readonly value: string;
  /** What of the value is not as it was written, or may be read otherwise by other readers. */
  readonly warnings: readonly EnvWarning[];
}

/** A line that cannot be read without guessing. Nothing of its text is repeated: it may be half a secret. */
export interface EnvRefusal {
  readonly line: number;
  readonly problem: EnvProblem;
}

export type EnvLine = EnvAssignment | EnvRefusal;

const ASSIGNMENT = /^[ \t]*(?:export[ \t]+)?([^\s=#]+)([ \t]*)=/;

/**
 * Reads a `.env` file: comments, `export`, quotes over several lines, escapes in double quotes. Every value is exactly what
 * was written, or its line has a warning that says what is different; what cannot be read without guessing is refused, by line.
 * Names are not checked, and one that is there twice is given twice. Linear in the length of the text.
 */
export function readEnvFile(text: string): EnvLine[] {
  const lines = linesIn(text);
  const read: EnvLine[] = [];
  for (let at = 0; at < lines.length; ) {
    const { entry, length } = readAt(lines, at);
    if (entry) read.push(entry);
    at += length;
  }
  return read;
}

/** What begins at a line, and how many lines it has. After a refusal reading goes on with the very next line. */
function readAt(
  lines: ReturnType<typeof linesIn>,
  at: number,
): { readonly entry: EnvLine | null; readonly length: number } {
  const { text = "" } = lines[at] ?? {};
  const line = at + 1;
  if (text.includes("\r")) return { entry: { line, problem: "carriageReturn" }, length: 1 };
  const content = text.trim();
  if (content === "" || content.startsWith("#")) return { entry: null, length: 1 };
  const match = ASSIGNMENT.exec(text);
  const [whole = "", name, blanksBefore] = match ?? [];
  if (name === undefined) return { entry: { line, problem: "notAssignment" }, length: 1 };
  const quoted = readQuoted(lines, at, whole.length);
  if (quoted && "problem" in quoted) return { entry: { line, problem: quoted.problem }, length: 1 };
  if (quoted) {
    const { value, warnings, length } = quoted;
    return { entry: { line, name, value, warnings }, length };
  }
  const { value, warnings } = readUnquoted(text.slice(whole.length), blanksBefore !== "");
  return { entry: { line, name, value, warnings }, length: 1 };
}
