import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { type EnvEntry, type EnvNote, sortEnvFile } from "../../env-file";
import { Failure, usage } from "../../failure";
import { utf8, wholeInput } from "../../input";
import { isRecord } from "../../json";
import { outcomeText } from "../../outcome";
import { printable } from "../../printable";
import { confirm } from "../../question";
import { openScope, type Scope, type ScopeOptions } from "../../scope";
import { note, type Shell, warn } from "../../shell";

const FILE_BYTES_MAX = 4 * 1_024 * 1_024;

interface PushOptions extends ScopeOptions {
  readonly yes?: true;
  readonly skipBad?: true;
  readonly dryRun?: true;
}

/** What the server would do, or did, with one line. */
interface Outcome {
  readonly line: number;
  readonly name: string;
  readonly version: number;
  readonly outcome: string;
}

/**
 * Stores the lines of a `.env` file: all of them or, when one cannot be stored, none. Everything that can be checked here is checked before
 * anything is sent: one bad line stops all, unless bad ones are to be skipped. The preview comes from the server and compares
 * no value; which values were there already the report afterwards tells.
 */
export async function pushEnv(shell: Shell, file: string, options: PushOptions): Promise<number> {
  const { entries, issues, warnings } = sortEnvFile(await textOf(shell, file));
  tellNotes(shell, file, issues);
  for (const { line, reason } of warnings) warn(shell, `${printable(file)} line ${line}: ${reason}`);
  if (issues.length > 0 && !options.skipBad) {
    throw usage("nothing was stored: mend the lines above, or leave them out with --skip-bad");
  }
  if (entries.length === 0) throw usage(`${printable(file)} holds nothing to store`);
  const scope = await openScope(shell, options);
  const planned = await send(shell, scope, entries, "preview");
  for (const step of planned) shell.output.write(`${preview(step)}\n`);
  if (options.dryRun) return 0;
  if (!options.yes && !(await isWanted(shell, file, planned.length)))
    throw new Failure("failed", "nothing was stored");
  for (const { line, ...stored } of await send(shell, scope, entries, "store")) {
    note(shell, `line ${line}: ${outcomeText({ ...stored, unchanged: stored.outcome === "unchanged" })}`);
  }
  return 0;
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

function tellNotes(shell: Shell, file: string, notes: readonly EnvNote[]): void {
  for (const { line, reason } of notes) note(shell, `${printable(file)} line ${line}: ${reason}`);
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

/** Sends all lines in one request. Names the lines that the server refuses. */
async function send(
  shell: Shell,
  { server, query }: Scope,
  entries: readonly EnvEntry[],
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
      line: entries[i]?.line ?? 0,
      name: String(name),
      version: Number(version),
      outcome: String(outcome),
    }));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const refused = Object.entries(error.fields).flatMap(([field, reasons]) => {
      const entry = entries[Number(/^secrets\.(\d+)\./.exec(field)?.[1])];
      return entry ? [`line ${entry.line}: ${entry.name}: ${printable(reasons.join(" "))}`] : [];
    });
    if (refused.length === 0) throw error;
    for (const text of refused) note(shell, text);
    throw new Failure(error.kind, "nothing was stored: the server refuses the lines above");
  }
}
