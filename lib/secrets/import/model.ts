import { nameMistake, valueMistake, variableOf } from "../model";
import { type EnvLine, readEnv } from "./dotenv";

export const ENTRIES_MAX = 500;

/** What a line of an import will do, or did. Never holds a value. */
export interface ImportLine {
  readonly line: number;
  readonly name: string | null;
  readonly outcome: "create" | "replace" | "same" | "mistake";
  /** Why not, or which secret is meant when it is called otherwise. */
  readonly note: string | null;
}

export interface ImportReport {
  readonly isDone: boolean;
  readonly lines: readonly ImportLine[];
}

export interface ImportEntry {
  readonly line: number;
  readonly name: string;
  readonly value: string;
}

export interface ReadImport {
  readonly entries: readonly ImportEntry[];
  readonly mistakes: readonly ImportLine[];
}

/** Sorts the lines of a `.env` into entries that may be stored and mistakes, each with its reason. */
export function readImport(text: string): ReadImport {
  const entries = new Map<string, ImportEntry>();
  const mistakes: ImportLine[] = [];
  for (const read of readEnv(text)) {
    const note = mistakeOf(read, entries);
    if (note === null && "name" in read) entries.set(variableOf(read.name), read);
    else mistakes.push({ line: read.line, name: shownName(read), outcome: "mistake", note });
  }
  return { entries: [...entries.values()], mistakes };
}

/** What is no name may be part of a value, such as an address with a password in it: it is not repeated. */
function shownName(read: EnvLine): string | null {
  return "name" in read && nameMistake(read.name) === null ? read.name : null;
}

function mistakeOf(read: EnvLine, before: ReadonlyMap<string, ImportEntry>): string | null {
  if (!("name" in read)) return read.mistake;
  const twin = before.get(variableOf(read.name));
  if (twin) return `The same variable as line ${twin.line}.`;
  return nameMistake(read.name) ?? valueMistake(read.value);
}
