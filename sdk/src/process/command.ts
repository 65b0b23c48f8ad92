import { failure } from "../errors.js";

/** What only a shell could do, and so must not seem to work. */
const SHELL_ONLY = /[|&;<>$`()\n]/;

/**
 * The arguments of a command. An array is taken as it is. A text is split at blanks as a shell does, with single quotes,
 * double quotes and backslashes; nothing is expanded and no shell runs. Throws `usage` for what only a shell could do.
 */
export function argumentsOf(command: string | readonly string[]): [string, ...string[]] {
  const [program, ...args] = typeof command === "string" ? split(command) : command;
  if (program === undefined || program === "") throw failure("usage", "The command is empty.");
  const all = [program, ...args];
  if (all.some((argument) => typeof argument !== "string" || argument.includes("\0"))) {
    throw failure("usage", "The arguments of a command are texts without NUL.");
  }
  return [program, ...args];
}

/** A part of a command: what stands in single quotes, in double quotes, after a backslash, between them, or a blank. */
const PARTS = /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^\s'"\\]+)|(\s+)|(.)/gs;

function split(command: string): string[] {
  const args: string[] = [];
  let current: string | null = null;
  for (const [, single, double, escaped, plain, blank] of command.trim().matchAll(PARTS)) {
    if (blank !== undefined && !blank.includes("\n")) {
      if (current !== null) args.push(current);
      current = null;
      continue;
    }
    const text = single ?? (double !== undefined ? unescaped(double) : (escaped ?? plained(plain ?? blank)));
    current = (current ?? "") + text;
  }
  if (current !== null) args.push(current);
  return args;
}

function unescaped(double: string): string {
  if (/(?<!\\)(?:\\\\)*[$`]/.test(double)) throw shellOnly();
  return double.replaceAll(/\\([\\"$`])/gs, "$1");
}

function plained(plain: string | undefined): string {
  if (plain === undefined) throw failure("usage", "A quote in the command has no end.");
  if (SHELL_ONLY.test(plain)) throw shellOnly();
  return plain;
}

function shellOnly() {
  const detail =
    "No shell runs the command, so it cannot have | & ; < > $ ` ( ) or more than one line outside of quotes. Give an array of arguments, or start a shell yourself.";
  return failure("usage", detail);
}
