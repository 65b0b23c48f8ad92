import { Command, CommanderError } from "commander";
import { addAccess } from "./commands/access";
import { addAllowlistCommands } from "./commands/allowlist/allowlist";
import { addAuditCommands } from "./commands/audit/audit";
import { addConnectionsCommands } from "./commands/connections/connections";
import { addEnvCommands } from "./commands/env/env";
import { addImportCommands } from "./commands/import/import";
import { addLeasesCommands } from "./commands/leases/leases";
import { addPoolsCommands } from "./commands/pools/pools";
import { addRotate } from "./commands/rotate/rotate";
import { addRun } from "./commands/run/run";
import { addSecretsCommands } from "./commands/secrets/secrets";
import { addSignInCommands } from "./commands/sign-in";
import { addSshCommands } from "./commands/ssh/ssh";
import { addTriggersCommands } from "./commands/triggers/triggers";
import { exitCodeOf, Failure } from "./failure";
import { printable, printableLines } from "./printable";
import { isReaderGone, note, type Shell } from "./shell";
import { VERSION } from "./version";

/** Hands the work of a command to the program: what it resolves to is the exit code. */
export type Act = (work: () => Promise<number>) => Promise<void>;

/** Of a shell: ended by SIGPIPE, as others are whose reader has gone. */
const READER_GONE = 141;

const AFTER_HELP = `
Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not allowed, 4 not found, 5 server out of reach; of run: the program's.
STRONGROOM_URL and STRONGROOM_API_KEY, or STRONGROOM_API_KEY_FILE, beat the kept sign-in.
Masking of output is hygiene, not a boundary: a program that gets a secret can do with it what it likes.`;

/** Runs one command line, and says with which code to exit. Nothing is thrown. */
export async function runCli(shell: Shell, args: readonly string[]): Promise<number> {
  let exitCode = 0;
  const act: Act = async (work) => {
    exitCode = await work();
  };
  const answer: Act = (work) => act(async () => delivered(shell, await work()));
  try {
    await commandsOf(shell, act, answer).parseAsync([...args], { from: "user" });
    return exitCode;
  } catch (error) {
    return explain(shell, error);
  }
}

/** Waits until the answer is written. A command whose answer did not arrive has not done what it was asked for. */
async function delivered({ output, writeErrors }: Shell, code: number): Promise<number> {
  await new Promise<void>((resolve) => output.write("", () => setImmediate(resolve)));
  const error = writeErrors.get(output);
  if (!error || code !== 0) return code;
  if (isReaderGone(error)) return READER_GONE;
  throw new Failure("failed", `the answer could not be written: ${error.message}`);
}

/** `act` is for what writes by itself, `answer` for what has an answer to deliver. */
function commandsOf(shell: Shell, act: Act, answer: Act): Command {
  const program = new Command("strongroom")
    .description("Secrets of a Strongroom for programs, at the moment they run.")
    .version(VERSION)
    .exitOverride()
    .enablePositionalOptions()
    .showHelpAfterError("(--help tells more)")
    .configureOutput({
      writeOut: (text) => void shell.output.write(text),
      writeErr: (text) => void shell.notes.write(printableLines(text)),
    })
    .addHelpText("afterAll", AFTER_HELP);
  addSignInCommands(program, shell, answer);
  addSecretsCommands(program, shell, answer);
  addAccess(program, shell, answer);
  addEnvCommands(program, shell, answer);
  addImportCommands(program, shell, answer);
  addPoolsCommands(program, shell, answer);
  addRotate(program, shell, answer);
  addLeasesCommands(program, shell, answer);
  addSshCommands(program, shell, { act, answer });
  addConnectionsCommands(program, shell, answer);
  addTriggersCommands(program, shell, answer);
  addRun(program, shell, act);
  addAllowlistCommands(program, shell, answer);
  addAuditCommands(program, shell, answer);
  return program;
}

/** Says what went wrong, without a stack unless STRONGROOM_DEBUG is set. Returns the exit code for it. */
export function explain(shell: Shell, error: unknown): number {
  // Commander has written what is wrong, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodeOf("usage");
  if (error instanceof Failure) {
    for (const line of error.message.split("\n")) note(shell, printable(line));
    return exitCodeOf(error.kind);
  }
  note(shell, `something went wrong: ${printable(error instanceof Error ? error.message : String(error))}`);
  if (shell.env.STRONGROOM_DEBUG && error instanceof Error)
    shell.notes.write(printableLines(`${error.stack}\n`));
  return exitCodeOf("failed");
}
