import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { Failure, usage } from "./failure";
import { utf8, wholeInput } from "./input";
import { isRecord } from "./json";
import { outcomeText } from "./outcome";
import { printable } from "./printable";
import { confirm } from "./question";
import { openScope, type Scope, type ScopeOptions } from "./scope";
import { note, type Shell, warn } from "./shell";

const FILE_BYTES_MAX = 4 * 1_024 * 1_024;
/** What one request of the server's import takes, with room for what JSON adds. */
const SECRETS_AT_ONCE = 1_000;
const BYTES_AT_ONCE = 900 * 1_024;

export interface StoreOptions extends ScopeOptions {
  readonly yes?: true;
  readonly skipBad?: true;
  readonly dryRun?: true;
}

/** A secret of a file. */
export interface FileEntry {
  /** Where it stands, such as `line 3`; null where its name says it. */
  readonly at: string | null;
  readonly name: string;
  readonly value: string;
}

/** Something to say about a place of a file. Neither its text nor a value is repeated: a broken line may be half a secret. */
export interface FileNote {
  readonly at: string;
  readonly reason: string;
}

export interface ReadFile {
  readonly entries: readonly FileEntry[];
  readonly issues: readonly FileNote[];
  readonly warnings: readonly FileNote[];
}

/** What the server would do, or did, with one entry. */
interface Outcome {
  readonly at: string | null;
  readonly name: string;
  readonly version: number;
  readonly outcome: string;
}

/**
 * Stores the secrets of a file: all of them or, when one cannot be stored, none; a file with more than a thousand goes in parts of which
 * that holds. Everything that can be checked here is checked before anything is sent: one bad entry stops all, unless bad
 * ones are to be skipped. The preview comes from the server and compares no value; which values were there already the report
 * afterwards tells.
 */
export async function storeFile(
  shell: Shell,
  file: string,
  options: StoreOptions,
  read: (text: string) => ReadFile,
): Promise<number> {
  const { entries, issues, warnings } = read(await textOf(shell, file));
  for (const { at, reason } of issues) note(shell, `${printable(file)} ${printable(at)}: ${reason}`);
  for (const { at, reason } of warnings) warn(shell, `${printable(file)} ${printable(at)}: ${reason}`);
  if (issues.length > 0 && !options.skipBad) {
    throw usage("nothing was stored: mend what is named above, or leave it out with --skip-bad");
  }
  if (entries.length === 0) throw usage(`${printable(file)} holds nothing to store`);
  const scope = await openScope(shell, options);
  for (const part of partsOf(entries)) {
    for (const step of await send(shell, scope, part, "preview")) shell.output.write(`${preview(step)}\n`);
  }
  if (options.dryRun) return 0;
  if (!options.yes && !(await isWanted(shell, file, entries.length)))
    throw new Failure("failed", "nothing was stored");
  for (const part of partsOf(entries)) {
    for (const { at, ...stored } of await send(shell, scope, part, "store")) {
      const text = outcomeText({ ...stored, unchanged: stored.outcome === "unchanged" });
      note(shell, at === null ? text : `${at}: ${text}`);
    }
  }
  return 0;
}

function partsOf(entries: readonly FileEntry[]): FileEntry[][] {
  const parts: FileEntry[][] = [[]];
  let bytes = 0;
  for (const entry of entries) {
    const size = Buffer.byteLength(JSON.stringify(entry));
    const isFull = parts.at(-1)?.length === SECRETS_AT_ONCE || bytes + size > BYTES_AT_ONCE;
    if (isFull && bytes > 0) parts.push([]);
    bytes = isFull ? size : bytes + size;
    parts.at(-1)?.push(entry);
  }
  return parts;
}

async function textOf(shell: Shell, file: string): Promise<string> {
  if (file === "-") return wholeInput(shell, FILE_BYTES_MAX);
  const path = resolve(shell.folder, file);
  try {
    if (statSync(path).size > FILE_BYTES_MAX) throw usage(`${printable(file)} is longer than 4 MiB`);
    return utf8(readFileSync(path), printable(file));
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw usage(`${printable(file)} cannot be read`);
  }
}

function preview({ name, version, outcome }: Outcome): string {
  const shown = printable(name);
  return outcome === "created"
    ? `new          ${shown}`
    : `new version  ${shown} (has version ${version - 1})`;
}

async function isWanted(shell: Shell, file: string, count: number): Promise<boolean> {
  if (!shell.input.isTTY || file === "-")
    throw usage("say --yes where nobody can be asked; nothing was stored");
  return confirm(shell, `Store ${count === 1 ? "this secret" : `these ${count} secrets`}?`);
}

/** Sends entries in one request. Names those that the server refuses. */
async function send(
  shell: Shell,
  { server, query }: Scope,
  entries: readonly FileEntry[],
  purpose: "preview" | "store",
): Promise<Outcome[]> {
  const secrets = entries.map(({ name, value }) => ({ name, value }));
  const dryRun = purpose === "preview";
  try {
    // Storing the same again leaves the same values, so a lost answer may be asked for again.
    const question = { query, body: { secrets, dryRun }, effect: dryRun ? "nothing" : "same" } as const;
    const { secrets: answered } = await server.ask("POST", "/secrets/import", question);
    const outcomes = Array.isArray(answered) ? answered.filter(isRecord) : [];
    return outcomes.map(({ name, version, outcome }, i) => ({
      at: entries[i]?.at ?? null,
      name: String(name),
      version: Number(version),
      outcome: String(outcome),
    }));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const refused = Object.entries(error.fields).flatMap(([field, reasons]) => {
      const entry = entries[Number(/^secrets\.(\d+)\./.exec(field)?.[1])];
      const at = entry?.at === null ? "" : `${entry?.at}: `;
      return entry ? [`${at}${entry.name}: ${printable(reasons.join(" "))}`] : [];
    });
    if (refused.length === 0) throw error;
    for (const text of refused) note(shell, text);
    throw new Failure(error.kind, "nothing of this was stored: the server refuses what is named above");
  }
}
