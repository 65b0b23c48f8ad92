import { usage } from "../../failure";
import { wholeInput } from "../../input";
import { nameIssue, VALUE_BYTES_MAX, valueIssue } from "../../names";
import { changing, outcomeText } from "../../outcome";
import { printable } from "../../printable";
import { askHidden } from "../../question";
import { openScope, type ScopeOptions } from "../../scope";
import { note, type Shell, warn } from "../../shell";

interface SetOptions extends ScopeOptions {
  readonly description?: string;
  readonly category?: string;
  readonly audience?: string;
  readonly expectVersion?: string;
  readonly trimNewline?: true;
}

/** Stores a value under a name. Says which version it became, never the value. */
export async function setSecret(shell: Shell, args: string, options: SetOptions): Promise<number> {
  const at = args.indexOf("=");
  const name = at < 0 ? args : args.slice(0, at);
  const broken = nameIssue(name);
  if (broken) throw usage(`${JSON.stringify(printable(name))}: ${broken}`);
  const expectedVersion = expectedVersionOf(options);
  const scope = await openScope(shell, options);
  const value = at < 0 ? await askedValue(shell, name, options) : argumentValue(shell, args.slice(at + 1));
  const issue = valueIssue(value);
  if (issue) throw usage(`${name}: ${issue}`);
  const { description, category, audience } = options;
  const body = {
    name,
    value,
    ...(description !== undefined && { description }),
    ...(category !== undefined && { category }),
    ...(audience !== undefined && { audience }),
    ...(expectedVersion !== undefined && { expectedVersion }),
  };
  // Storing the same again leaves the same value, so a lost answer may be asked for again.
  const effect = expectedVersion === undefined ? "same" : "more";
  const question = { query: scope.query, body, effect } as const;
  const stored = await changing(name, () => scope.server.ask("POST", "/secrets", question));
  note(shell, outcomeText(stored));
  return 0;
}

function expectedVersionOf({ expectVersion: text }: SetOptions): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw usage("--expect-version is the number of a version, or 0");
}

function argumentValue(shell: Shell, value: string): string {
  warn(shell, "a value on the command line stays in the shell's history and shows in the list of processes");
  return value;
}

async function askedValue(shell: Shell, name: string, { trimNewline }: SetOptions): Promise<string> {
  if (shell.input.isTTY) return askHidden(shell, `Value of ${name}: `);
  // One line end more than a value may have, so that dropping it can make it fit.
  const value = await wholeInput(shell, VALUE_BYTES_MAX + 2);
  if (trimNewline) return value.replace(/\r?\n$/, "");
  if (/^[^\n]*\n$/.test(value)) {
    warn(
      shell,
      "the value ends with a line end, which is kept; --trim-newline, or printf instead of echo, drops it",
    );
  }
  return value;
}
