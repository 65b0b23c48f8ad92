import type { Command } from "commander";
import type { Act } from "../../program";
import { placed } from "../../scope";
import type { Shell } from "../../shell";
import { runOnTrigger } from "./on-trigger";
import { parseRun, type RunOptions } from "./options";
import { runCommand } from "./run-command";

const AFTER_HELP = `
Values reach the program as environment variables, and its output with every value masked as <secret:name>: raw, and
in the usual encodings. Values under 4 characters, common words (true, production, localhost) and plain numbers of up to
5 digits are not masked; a warning names them. Masking is hygiene, not a boundary: a program that gets a secret can do
with it what it likes.

With --on the program is run for each delivery, with STRONGROOM_PAYLOAD_FILE and STRONGROOM_HEADERS_FILE (JSON), which only you can read and
which are gone afterwards, STRONGROOM_DELIVERY and STRONGROOM_TRIGGER.

Exits with the program's code; 128 + n when signal n ended it; 127 when there is no such program, 126 when it cannot be
started; 2 to 5 when nothing was run. The program gets no terminal as output unless --no-mask is given.`;

/** For options that may be given several times. */
const collect = (text: string, before: readonly string[] = []) => [...before, text];

export function addRun(program: Command, shell: Shell, act: Act): void {
  placed(program.command("run"))
    .argument("<program>", "the program to start")
    .argument("[arguments...]", "its arguments, handed on as they are")
    .description("run a program with secrets in its environment, and mask them in what it writes")
    .usage("[options] -- program [arguments...]")
    .option("--only <names>", "only these secrets, with commas between", collect)
    .option("--map <NAME=VARIABLE>", "another variable for a secret", collect)
    .option("--param <name=value>", "a parameter: STRONGROOM_PARAM_<NAME>, and in STRONGROOM_PARAMS", collect)
    .option("--lease <NAME=SOURCE>", "a user of a database in a variable, for as long as it runs", collect)
    .option("--watch [which]", "restart on a change of a shared secret, or with =all of any secret")
    .option("--on <trigger>", "run it for each delivery of a trigger, one at a time")
    .option("--no-mask", "let the program have the outputs, and the terminal, as they are")
    .option("--strict", "run nothing when a name that the manifest requires is missing")
    .option("--allow-take-over <variable>", "allow a variable that can take over the program", collect)
    .option("--prefer-offline", "when the server is out of reach, use the values of the last such run")
    .option("--max-age <time>", "how old those may be: 90s, 30m, 24h, 7d", "24h")
    .passThroughOptions()
    .addHelpText("after", AFTER_HELP)
    .action((name: string, args: string[], options: RunOptions) =>
      act(() => {
        const plan = parseRun(options);
        const run = plan.trigger === null ? runCommand : runOnTrigger;
        return run(shell, [name, ...args], plan);
      }),
    );
}
