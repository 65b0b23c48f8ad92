import { nameIssue, variableOf } from "@/lib/names/model";
import { readEnvFile } from "@/sdk/src/env-file/reader";
import { PROBLEM_TEXTS, WARNING_TEXTS } from "@/sdk/src/env-file/texts";
import { valueIssue } from "../model";
import { readStructured, type StructuredFormat, type StructuredLine } from "./structured";

/** What a file turned out to be, by what stands in it. */
export type ImportFormat = ".env" | StructuredFormat;

/** What a line of an import will do, or did. Never holds a value. */
export interface ImportLine {
  readonly line: number;
  readonly name: string | null;
  /** `left`: it was not picked. */
  readonly outcome: "create" | "replace" | "same" | "error" | "left";
  /** Why not, or which secret is meant when it is called otherwise. */
  readonly note: string | null;
  /** What of the value is not as it was written, or is read otherwise by other programs. */
  readonly warnings: readonly string[];
  /** Null where there is no value. */
  readonly shape: ValueShape | null;
}

/** What is told of a value in place of it, for whoever wants to see that it was read as it is meant. */
export interface ValueShape {
  readonly length: number;
  readonly first: CharacterKind;
  readonly last: CharacterKind;
  /** Whether quotes around it were taken away. */
  readonly isUnquoted: boolean;
}

export type CharacterKind = "letter" | "digit" | "symbol" | "white space";

export interface ImportReport {
  readonly isDone: boolean;
  readonly format: ImportFormat;
  readonly lines: readonly ImportLine[];
}

export interface ImportEntry {
  readonly line: number;
  readonly name: string;
  readonly value: string;
  readonly warnings: readonly string[];
  readonly shape: ValueShape;
}

export interface ReadImport {
  readonly format: ImportFormat;
  readonly entries: readonly ImportEntry[];
  readonly issues: readonly ImportLine[];
}

/** Reads a `.env`, JSON or YAML file into entries that may be stored and errors, each with its line and reason. */
export function readImport(text: string): ReadImport {
  const format = formatOf(text);
  const lines = text.split("\n");
  const entries = new Map<string, ImportEntry>();
  const issues: ImportLine[] = [];
  for (const read of format === ".env" ? envLines(text) : readStructured(text, format)) {
    const { line } = read;
    if ("problem" in read) {
      issues.push({ line, name: null, outcome: "error", note: read.problem, warnings: [], shape: null });
      continue;
    }
    const entry = { ...read, shape: shapeOf(read.value, lines[line - 1] ?? "") };
    const note = issueOf(entry, entries);
    if (note === null) entries.set(variableOf(entry.name), entry);
    else issues.push({ ...lineOf(entry), name: shownName(entry), outcome: "error", note });
  }
  return { format, entries: [...entries.values()], issues };
}

/** What of an entry is shown. */
export function lineOf({ line, name, warnings, shape }: ImportEntry) {
  return { line, name, warnings, shape };
}

const ASSIGNMENT = /^\s*(?:export\s+)?[^\s=#:]+\s*=/;
const PAIR = /^\s*(?:"[^"]*"|'[^']*'|[^\s:#=]+)\s*:(?:\s|$)/;

/** By the first line that says something: `{` begins JSON, `NAME:` or `---` YAML; anything else is taken for a `.env`. */
function formatOf(text: string): ImportFormat {
  if (/^\uFEFF?\s*\{/.test(text)) return "JSON";
  for (const line of text.replace(/^\uFEFF/, "").split("\n")) {
    if (line.trim() === "" || line.trimStart().startsWith("#")) continue;
    if (ASSIGNMENT.test(line)) return ".env";
    return PAIR.test(line) || line.trimEnd() === "---" ? "YAML" : ".env";
  }
  return ".env";
}

function envLines(text: string): StructuredLine[] {
  return readEnvFile(text).map((read) =>
    "problem" in read
      ? { line: read.line, problem: sentence(PROBLEM_TEXTS[read.problem]) }
      : { ...read, warnings: read.warnings.map((warning) => sentence(WARNING_TEXTS[warning])) },
  );
}

/** `written` is the line that the value begins on. */
function shapeOf(value: string, written: string): ValueShape {
  const characters = [...value];
  return {
    length: characters.length,
    first: kindOf(characters[0] ?? ""),
    last: kindOf(characters.at(-1) ?? ""),
    isUnquoted: /[=:][ \t]*["'`]/.test(written) && !/^["'`]/.test(value),
  };
}

function kindOf(character: string): CharacterKind {
  if (/^\s?$/u.test(character)) return "white space";
  if (/\p{L}/u.test(character)) return "letter";
  return /\p{N}/u.test(character) ? "digit" : "symbol";
}

/** What is no name may be part of a value, such as an address with a password in it: it is not repeated. */
function shownName({ name }: ImportEntry): string | null {
  return nameIssue(name) === null ? name : null;
}

function issueOf({ name, value }: ImportEntry, before: ReadonlyMap<string, ImportEntry>): string | null {
  const twin = before.get(variableOf(name));
  if (twin) return `Duplicate of line ${twin.line}.`;
  return nameIssue(name) ?? valueIssue(value);
}

function sentence(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
}
