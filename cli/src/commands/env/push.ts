import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { variableOf } from "@/sdk/src/process/take-over-names";
import { type EnvEntry, type EnvNote, sortEnvFile } from "../../env-file";
import { Failure, usage } from "../../failure";
import { utf8, wholeInput } from "../../input";
import { outcomeText } from "../../outcome";
import { openPlace, type Place, type PlaceOptions } from "../../place";
import { printable } from "../../printable";
import { confirm } from "../../question";
import { everyItem } from "../../secret-list";
import { note, type Shell, warn } from "../../shell";

const FILE_BYTES_MAX = 4 * 1_024 * 1_024;

interface PushOptions extends PlaceOptions {
  readonly yes?: true;
  readonly skipBad?: true;
  readonly dryRun?: true;
}

interface Step extends EnvEntry {
  /** The version that the secret has now; null for a new one. */
  readonly current: number | null;
}

/**
 * Stores the lines of a `.env` file. Everything that can be checked is checked before anything is sent: one bad line stops all,
 * unless bad ones are to be skipped. Nobody gets a value back, so the preview cannot tell which values are the same; the report afterwards does.
 */
export async function pushEnv(shell: Shell, file: string, options: PushOptions): Promise<number> {
  const { entries, mistakes, warnings } = sortEnvFile(await textOf(shell, file));
  tellNotes(shell, file, mistakes);
  for (const { line, reason } of warnings) warn(shell, `${printable(file)} line ${line}: ${reason}`);
  if (mistakes.length > 0 && !options.skipBad) {
    throw usage("nothing was stored: mend the lines above, or leave them out with --skip-bad");
  }
  if (entries.length === 0) throw usage(`${printable(file)} holds nothing to store`);
  const place = await openPlace(shell, options);
  const steps = await stepsOf(place, entries);
  for (const step of steps) shell.output.write(`${preview(step)}\n`);
  if (options.dryRun) return 0;
  if (!options.yes && !(await isWanted(shell, file, steps)))
    throw new Failure("failed", "nothing was stored");
  await store(shell, place, steps);
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

async function stepsOf(place: Place, entries: readonly EnvEntry[]): Promise<Step[]> {
  const present = new Map(
    (await everyItem(place, "/secrets")).map(({ name, version }) => [
      variableOf(String(name)),
      { name, version },
    ]),
  );
  return entries.map((entry) => {
    const there = present.get(variableOf(entry.name));
    // A secret that is spelled otherwise but becomes the same variable is the one that is meant.
    if (there) return { ...entry, name: String(there.name), current: Number(there.version) };
    return { ...entry, current: null };
  });
}

function preview({ name, current }: Step): string {
  return current === null ? `new          ${name}` : `new version  ${name} (has version ${current})`;
}

async function isWanted(shell: Shell, file: string, steps: readonly Step[]): Promise<boolean> {
  if (!shell.input.isTTY || file === "-")
    throw usage("say --yes where nobody can be asked; nothing was stored");
  return confirm(shell, `Store ${steps.length === 1 ? "this secret" : `these ${steps.length} secrets`}?`);
}

/** One after the other, in the order of the file; when one fails, says how far it came. */
async function store(shell: Shell, { server, query }: Place, steps: readonly Step[]): Promise<void> {
  for (const [done, { line, name, value }] of steps.entries()) {
    try {
      const stored = await server.ask("POST", "/secrets", { query, body: { name, value } });
      note(shell, `line ${line}: ${outcomeText(stored)}`);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      throw new Failure(
        error.kind,
        `line ${line}: ${name}: ${error.message}\n${done} of ${steps.length} were stored; it is safe to push again`,
      );
    }
  }
}
