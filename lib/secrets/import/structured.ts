import { isMap, isScalar, LineCounter, type Pair, parseDocument, type Scalar } from "yaml";

/** A name and its text in a JSON or YAML file, or why a line of it is not read. Never repeats what stands there. */
export type StructuredLine =
  | {
      readonly line: number;
      readonly name: string;
      readonly value: string;
      readonly warnings: readonly string[];
    }
  | { readonly line: number; readonly problem: string };

export type StructuredFormat = "JSON" | "YAML";

const NESTED =
  "This value is a list or an object. Only text, numbers, true and false are stored: write it as a string.";
/** Read otherwise by YAML 1.1, which many programs still speak. */
const AMBIGUOUS = /^(?:y|n|yes|no|on|off)$/i;

/**
 * Reads one object of names and values, flat: text as it is meant, numbers and truth values as they are written. What is nested, an
 * alias or a tag is refused by line, as is a file that is no such object. Nothing is expanded, so that a small file stays small.
 */
export function readStructured(text: string, format: StructuredFormat): StructuredLine[] {
  const lines = new LineCounter();
  const broken = (line: number): StructuredLine[] => [
    { line, problem: `From here on this is not ${format} that can be read.` },
  ];
  if (format === "JSON" && !isJson(text)) return broken(jsonErrorLine(text));
  try {
    const options = {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: false,
      logLevel: "error",
    } as const;
    const document = parseDocument(text, options);
    const [error] = document.errors;
    if (error) return broken(lines.linePos(error.pos[0]).line || 1);
    if (!isMap(document.contents))
      return [{ line: 1, problem: "This is not an object of names and values." }];
    return document.contents.items.map((pair) => lineOf(pair, lines));
  } catch {
    // Nested deeper than the stack goes.
    return broken(1);
  }
}

function lineOf({ key, value }: Pair, lines: LineCounter): StructuredLine {
  const line = isScalar(key) && key.range ? lines.linePos(key.range[0]).line : 1;
  if (!isScalar(key)) return { line, problem: "This is not a name." };
  const name = String(key.source ?? key.value);
  if (value === null) return { line, name, value: "", warnings: [] };
  if (!isScalar(value) || value.tag !== undefined) return { line, problem: NESTED };
  return { line, name, value: textOf(value), warnings: warningsOf(value) };
}

function textOf({ value, source }: Scalar): string {
  if (typeof value === "string") return value;
  return value === null ? "" : (source ?? String(value));
}

function warningsOf({ value, source, type }: Scalar): string[] {
  const isAmbiguous = type === "PLAIN" && typeof value === "string" && AMBIGUOUS.test(source ?? value);
  return isAmbiguous
    ? ["Some readers take this for true or false. Quotes would make it text everywhere."]
    : [];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** As YAML sees it: JSON that is broken is hardly ever YAML. */
function jsonErrorLine(text: string): number {
  const lines = new LineCounter();
  const { errors } = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "error" });
  return errors[0] ? lines.linePos(errors[0].pos[0]).line || 1 : 1;
}
