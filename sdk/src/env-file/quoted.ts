import { afterBlanks, type FileLine } from "./lines.ts";
import { type EnvProblem, type EnvWarning, EXPANDED_ELSEWHERE } from "./texts.ts";

interface Quoted {
  readonly value: string;
  readonly warnings: readonly EnvWarning[];
  /** Over how many lines it goes. */
  readonly length: number;
}

/** Base64 may end with `=` too, and is no assignment: before a line end, though hardly before the closing quote. */
const ASSIGNMENT_WITHIN = /^[ \t]*(?:export[ \t]+)?[A-Za-z_][\w.-]*[ \t]*=(?!=)(?=(.?))/;

/**
 * Reads a value in quotes that begins after `from`, or gives null when there is no quote there. Nothing but a comment may
 * follow the closing quote.
 */
export function readQuoted(
  lines: readonly FileLine[],
  at: number,
  from: number,
): Quoted | { readonly problem: EnvProblem } | null {
  const first = lines[at]?.text ?? "";
  const start = afterBlanks(first, from);
  const quote = first[start];
  if (quote !== '"' && quote !== "'" && quote !== "`") return null;
  const parts: string[] = [];
  for (let next = at; next < lines.length; next += 1) {
    const { text } = lines[next] ?? { text: "" };
    const begin = next === at ? start + 1 : 0;
    const end = closingQuote(text, quote, begin);
    parts.push(text.slice(begin, end < 0 ? undefined : end));
    if (end < 0) continue;
    if (!isEmptyAfter(text, end + 1)) return { problem: "textAfterQuote" };
    const read = quote === '"' ? withEscapes(parts.join("\n")) : literal(parts.join("\n"), quote);
    const warnings = [...read.warnings, ...lineWarnings(lines.slice(at, next), parts)];
    return parts.join("").includes("\r")
      ? { problem: "carriageReturn" }
      : { value: read.value, warnings, length: next - at + 1 };
  }
  return { problem: "unclosedQuote" };
}

/** In double quotes a quote after an odd number of backslashes is part of the value. */
function closingQuote(text: string, quote: string, from: number): number {
  for (let at = text.indexOf(quote, from); at >= 0; at = text.indexOf(quote, at + 1)) {
    let start = at;
    while (quote === '"' && start > from && text[start - 1] === "\\") start -= 1;
    if ((at - start) % 2 === 0) return at;
  }
  return -1;
}

function isEmptyAfter(text: string, end: number): boolean {
  const next = afterBlanks(text, end);
  return next === text.length || (text[next] === "#" && next > end);
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  '"': '"',
  "\\": "\\",
  $: "$",
};

function withEscapes(raw: string): { readonly value: string; readonly warnings: readonly EnvWarning[] } {
  const warnings = new Set<EnvWarning>();
  const value = raw.replaceAll(/\\([nrt"\\$])?/g, (whole, character: string | undefined) => {
    warnings.add(character === undefined ? "backslash" : "escapes");
    return character === undefined ? whole : (ESCAPES[character] ?? whole);
  });
  if (EXPANDED_ELSEWHERE.test(raw.replaceAll(/\\[\\$]/g, ""))) warnings.add("notExpanded");
  return { value, warnings: [...warnings] };
}

/** Other readers take a quote after a backslash for part of the value, and some replace names between backticks. */
function literal(value: string, quote: string): { readonly value: string; readonly warnings: EnvWarning[] } {
  const warnings: EnvWarning[] = value.endsWith("\\") ? ["backslash"] : [];
  if (quote !== "`") return { value, warnings };
  if (value.includes("\\$")) warnings.push("backslash");
  if (EXPANDED_ELSEWHERE.test(value)) warnings.push("notExpanded");
  return { value, warnings };
}

function lineWarnings(ended: readonly FileLine[], parts: readonly string[]): EnvWarning[] {
  const warnings: EnvWarning[] = [];
  if (ended.some(({ isWindows }) => isWindows)) warnings.push("lineEnds");
  const isAssignment = (part: string, i: number) => {
    const [whole, next] = ASSIGNMENT_WITHIN.exec(part) ?? [];
    return whole !== undefined && (next !== "" || i === parts.length - 2);
  };
  if (parts.slice(1).some(isAssignment)) warnings.push("assignmentWithin");
  return warnings;
}
