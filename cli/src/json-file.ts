import { variableOf } from "@/sdk/src/process/take-over-names";
import { usage } from "./failure";
import { isRecord, parsedJson } from "./json";
import { nameIssue, valueIssue } from "./names";
import type { FileEntry, FileNote, ReadFile } from "./storing";

/**
 * Sorts the entries of a JSON file: one object of names and texts, as Doppler downloads it too, `{"computed": …}` in place of a text as
 * its `secrets --json` has it, or a list of `{"key": …, "value": …}` as Infisical exports it. What is nested otherwise is
 * refused by name.
 */
export function sortJsonFile(text: string): ReadFile {
  const entries = new Map<string, FileEntry>();
  const issues: FileNote[] = [];
  for (const [name, value] of pairsOf(documentOf(text))) {
    const reason = issueOf(name, value, entries);
    // What is no name may be part of a value.
    const at = nameIssue(name) === null ? name : `entry ${entries.size + issues.length + 1}`;
    if (reason === null) entries.set(variableOf(name), { at: null, name, value: value as string });
    else issues.push({ at, reason });
  }
  return { entries: [...entries.values()], issues, warnings: [] };
}

function documentOf(text: string): unknown {
  const document = parsedJson(text);
  if (document === undefined) throw usage("the file is not JSON");
  return document;
}

function pairsOf(document: unknown): (readonly [string, unknown])[] {
  if (Array.isArray(document) && document.every(isExported))
    return document.map(({ key, value }) => [key, value]);
  if (isRecord(document)) return Object.entries(document).map(([name, value]) => [name, computedOf(value)]);
  throw usage("the file is not an object of names and values");
}

function isExported(entry: unknown): entry is { readonly key: string; readonly value: unknown } {
  return isRecord(entry) && typeof entry.key === "string" && "value" in entry;
}

function computedOf(value: unknown): unknown {
  return isRecord(value) && typeof value.computed === "string" ? value.computed : value;
}

function issueOf(name: string, value: unknown, before: ReadonlyMap<string, FileEntry>): string | null {
  const twin = before.get(variableOf(name));
  if (twin) return `the same variable as ${twin.name}`;
  const issue = nameIssue(name);
  if (issue !== null) return issue;
  if (typeof value === "number") return "this is a number: write it in quotes, as it is meant";
  if (typeof value !== "string") return "this is no text";
  return valueIssue(value);
}
