import { type Command, Option } from "commander";
import type { Act } from "../../program";
import { placed } from "../../scope";
import type { Shell } from "../../shell";
import { deleteSecret } from "./delete";
import { showHistory } from "./history";
import { listSecrets } from "./list";
import { getSecret, secretExists } from "./read";
import { setSecret } from "./set";

export function addSecretsCommands(program: Command, shell: Shell, act: Act): void {
  const secrets = program.command("secrets").description("set, list and delete secrets; read one");
  addWriting(secrets, shell, act);
  addReading(secrets, shell, act);
}

function addWriting(secrets: Command, shell: Shell, act: Act): void {
  placed(secrets.command("set"))
    .argument("<name>", "NAME; the value is asked for, or read from standard input exactly as it is")
    .description("store a secret, or a new version of it")
    .option("-d, --description <text>", "what it is for")
    .option("--category <category>", "provider, tool or custom")
    .option("--audience <audience>", "which keys may read it: all, agents, tools or sandboxes")
    .option("--expect-version <number>", "only if this is the current version; 0: only if there is none yet")
    .option("--trim-newline", "drop one line end at the end of standard input, as echo adds it")
    .action((name, options) => act(() => setSecret(shell, name, options)));
  placed(secrets.command("delete"))
    .alias("rm")
    .argument("<name>")
    .description("delete a secret with all its versions, for ever; asks for the name")
    .option("-y, --yes", "do not ask")
    .action((name, options) => act(() => deleteSecret(shell, name, options)));
}

function addReading(secrets: Command, shell: Shell, act: Act): void {
  placed(secrets.command("list"))
    .alias("ls")
    .description("names, versions and descriptions; never a value")
    .option("--search <text>", "only those with this in their name or description")
    .option("--category <category>", "only provider, tool or custom")
    .option("--audience <audience>", "only all, agents, tools or sandboxes")
    .option("--json", "as JSON")
    .action((options) => act(() => listSecrets(shell, options)));
  placed(secrets.command("exists"))
    .argument("<name>")
    .description("print true or false, and exit with 0 or 1")
    .action((name, options) => act(() => secretExists(shell, name, options)));
  placed(secrets.command("history"))
    .argument("<name>")
    .description("who changed and who read it; never a value")
    .option("--json", "as JSON")
    .action((name, options) => act(() => showHistory(shell, name, options)));
  placed(secrets.command("get"))
    .argument("<name>")
    .description("print a value, exactly as it is; the audit log tells of it. For a pipe, or with --show")
    .option("--show", "also print it on a terminal")
    .option("--version <number>", "an earlier version")
    .addOption(
      new Option("--label <label>", "the previous value, or the pending one of a rotation").choices([
        "current",
        "previous",
        "pending",
      ]),
    )
    .option("--json", "name, value and version as JSON")
    .action((name, options) => act(() => getSecret(shell, name, options)));
}
