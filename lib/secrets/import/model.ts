import { readEnvFile } from "@/sdk/src/env-file/reader";
import { PROBLEM_TEXTS, WARNING_TEXTS } from "@/sdk/src/env-file/texts";
import { nameMistake, valueMistake, variableOf } from "../model";

/** What a line of an import will do, or did. Never holds a value. */
export interface ImportLine {
  readonly line: number;
  readonly name: string | null;
  readonly outcome: "create" | "replace" | "same" | "mistake";
  /** Why not, or which secret is meant when it is called otherwise. */
  readonly note: string | null;
  /** What of the value is not as it was written, or is read otherwise by other programs. */
  readonly warnings: readonly string[];
}

export interface ImportReport {
  readonly isDone: boolean;
  readonly lines: readonly ImportLine[];
}

export interface ImportEntry {
  readonly line: number;
  readonly name: string;
  readonly value: string;
  readonly warnings: readonly string[];
}

export interface ReadImport {
  readonly entries: readonly ImportEntry[];
  readonly mistakes: readonly ImportLine[];
}

/** Sorts the lines of a `.env` into entries that may be stored and mistakes, each with its reason. */
export function readImport(text: string): ReadImport {
  const entries = new Map<string, ImportEntry>();
  const mistakes: ImportLine[] = [];
  for (const read of readEnvFile(text)) {
    const { line } = read;
    if ("problem" in read) {
      const note = sentence(PROBLEM_TEXTS[read.problem]);
      mistakes.push({ line, name: null, outcome: "mistake", note, warnings: [] });
      continue;
    }
    const entry = { ...read, warnings: read.warnings.map((warning) => sentence(WARNING_TEXTS[warning])) };
    const note = mistakeOf(entry, entries);
    if (note === null) entries.set(variableOf(entry.name), entry);
    else mistakes.push({ line, name: shownName(entry), outcome: "mistake", note, warnings: entry.warnings });
  }
  return { entries: [...entries.values()], mistakes };
}

/** What is no name may be part of a value, such as an address with a password in it: it is not repeated. */
function shownName({ name }: ImportEntry): string | null {
  return nameMistake(name) === null ? name : null;
}

function mistakeOf({ name, value }: ImportEntry, before: ReadonlyMap<string, ImportEntry>): string | null {
  const twin = before.get(variableOf(name));
  if (twin) return `The same variable as line ${twin.line}.`;
  return nameMistake(name) ?? valueMistake(value);
}

function sentence(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
}
