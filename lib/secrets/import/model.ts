import { nameIssue, variableOf } from "@/lib/names/model";
import { readEnvFile } from "@/sdk/src/env-file/reader";
import { PROBLEM_TEXTS, WARNING_TEXTS } from "@/sdk/src/env-file/texts";
import { valueIssue } from "../model";

/** What a line of an import will do, or did. Never holds a value. */
export interface ImportLine {
  readonly line: number;
  readonly name: string | null;
  readonly outcome: "create" | "replace" | "same" | "error";
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
  readonly issues: readonly ImportLine[];
}

/** Sorts the lines of a `.env` into entries that may be stored and errors, each with its reason. */
export function readImport(text: string): ReadImport {
  const entries = new Map<string, ImportEntry>();
  const issues: ImportLine[] = [];
  for (const read of readEnvFile(text)) {
    const { line } = read;
    if ("problem" in read) {
      const note = sentence(PROBLEM_TEXTS[read.problem]);
      issues.push({ line, name: null, outcome: "error", note, warnings: [] });
      continue;
    }
    const entry = { ...read, warnings: read.warnings.map((warning) => sentence(WARNING_TEXTS[warning])) };
    const note = issueOf(entry, entries);
    if (note === null) entries.set(variableOf(entry.name), entry);
    else issues.push({ line, name: shownName(entry), outcome: "error", note, warnings: entry.warnings });
  }
  return { entries: [...entries.values()], issues };
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
