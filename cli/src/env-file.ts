import { readEnvFile } from "@/sdk/src/env-file/reader";
import { PROBLEM_TEXTS, WARNING_TEXTS } from "@/sdk/src/env-file/texts";
import { variableOf } from "@/sdk/src/process/take-over-names";
import { nameIssue, valueIssue } from "./names";

/** A good line of a `.env` file. */
export interface EnvEntry {
  readonly line: number;
  readonly name: string;
  readonly value: string;
}

/** Something to say about a line. Neither its text nor a value is repeated: a broken line may be half a secret. */
export interface EnvNote {
  readonly line: number;
  readonly reason: string;
}

export interface EnvFile {
  readonly entries: readonly EnvEntry[];
  readonly issues: readonly EnvNote[];
  /** What of the entries is not as it was written, or is read otherwise elsewhere. */
  readonly warnings: readonly EnvNote[];
}

/** Sorts the lines of a `.env` into entries that may be stored and errors, each with its line and reason. */
export function sortEnvFile(text: string): EnvFile {
  const entries = new Map<string, EnvEntry>();
  const issues: EnvNote[] = [];
  const warnings: EnvNote[] = [];
  for (const read of readEnvFile(text)) {
    const { line } = read;
    if ("problem" in read) {
      issues.push({ line, reason: PROBLEM_TEXTS[read.problem] });
      continue;
    }
    const reason = issueOf(read, entries);
    if (reason !== null) issues.push({ line, reason });
    else entries.set(variableOf(read.name), read);
    warnings.push(...read.warnings.map((warning) => ({ line, reason: WARNING_TEXTS[warning] })));
  }
  return { entries: [...entries.values()], issues, warnings };
}

function issueOf(read: EnvEntry, before: ReadonlyMap<string, EnvEntry>): string | null {
  const twin = before.get(variableOf(read.name));
  if (twin) return `the same variable as line ${twin.line}`;
  return nameIssue(read.name) ?? valueIssue(read.value);
}
