import { CODES, escaping, type Write } from "./escaping.ts";

const SINGLE = "'\\''";
const ANSI = { before: "\\'", code: CODES.octal, coded: "\x7f" } as const;
const ansi = escaping({ ...ANSI, letters: "abfnrtvE" });
const ansiInAscii = escaping({ ...ANSI, letters: "abfnrtvE", wide: CODES.octal });
const ansiOfCoreutils = escaping({ ...ANSI, letters: "abfnrtv", wide: CODES.octal });

/** In single quotes, but for runs of other characters, which stand in quotes of their own. */
const inRuns =
  (runs: RegExp): Write =>
  (text) =>
    text.replaceAll("'", SINGLE).replaceAll(runs, (run, at: number, whole: string) => {
      const end = at + run.length < whole.length ? "''" : "";
      return `'$'${ansiOfCoreutils(run)}${end}`;
    });

/** Texts as shells write them, and as they are written for shells, by who does so. */
const SHELL_WRITERS: Readonly<Record<string, Write>> = {
  "single quotes, set -x of bash": (text) => text.replaceAll("'", SINGLE),
  "shlex.quote, set -x of dash": (text) => text.replaceAll("'", `'"'"'`),
  "ls and printf %q of coreutils": inRuns(/\p{Cc}+/gu),
  "ls and printf %q of coreutils in ASCII": inRuns(/[^\x20-\x7e]+/g),
  "double quotes, declare -p": (text) => text.replaceAll(/[\\"$`]/g, "\\$&"),
  "double quotes of an interactive shell": (text) => text.replaceAll(/[\\"$`!]/g, "\\$&"),
  "printf %q of bash": (text) => text.replaceAll(/[^A-Za-z0-9_@%+=:,./\-\u0080-\uffff]/g, "\\$&"),
  "printf %q of bash before 5, of zsh": (text) =>
    text.replaceAll(/[^A-Za-z0-9_@%+=:./\-~^\u0080-\uffff]/g, "\\$&"),
  "$'…' of bash": ansi,
  "$'…' of bash in ASCII": ansiInAscii,
  "double quotes of PowerShell": (text) => text.replaceAll(/[`"$]/g, "`$&"),
  "cmd.exe": (text) => text.replaceAll(/[&|<>^()%!"]/g, "^$&"),
  "batch files, systemd": (text) => text.replaceAll("%", "%%"),
  // Backslashes are doubled before a quote alone.
  "arguments of Windows": (text) =>
    text.replaceAll(/\\+"?|"/g, (run) => (run.endsWith('"') ? `${run.slice(0, -1).repeat(2)}\\"` : run)),
  "Compose, make": (text) => text.replaceAll("$", "$$$$"),
};

export function shellForms(value: string): string[] {
  return Object.values(SHELL_WRITERS).map((write) => write(value));
}
