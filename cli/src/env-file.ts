import { variableOf } from "@/sdk/src/process/take-over-names";
import { type EnvLine, readEnv } from "./dotenv";
import { nameMistake, valueMistake } from "./names";

/** A good line of a `.env` file. */
export interface EnvEntry {
  readonly line: number;
  readonly name: string;
  readonly value: string;
}

/** A bad one. Neither its text nor a value is repeated: a broken line may be half a secret. */
export interface EnvMistake {
  readonly line: number;
  readonly reason: string;
}

export interface EnvFile {
  readonly entries: readonly EnvEntry[];
  readonly mistakes: readonly EnvMistake[];
}

/** Sorts the lines of a `.env` into entries that may be stored and mistakes, each with its line and reason. */
export function sortEnvFile(text: string): EnvFile {
  const entries = new Map<string, EnvEntry>();
  const mistakes: EnvMistake[] = [];
  for (const read of readEnv(text)) {
    const reason = mistakeOf(read, entries);
    if (reason === null && "name" in read) entries.set(variableOf(read.name), read);
    else mistakes.push({ line: read.line, reason: reason ?? "" });
  }
  return { entries: [...entries.values()], mistakes };
}

function mistakeOf(read: EnvLine, before: ReadonlyMap<string, EnvEntry>): string | null {
  if (!("name" in read)) return read.mistake;
  const twin = before.get(variableOf(read.name));
  if (twin) return `the same variable as line ${twin.line}`;
  return nameMistake(read.name) ?? valueMistake(read.value);
}
