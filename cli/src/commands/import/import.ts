import type { Command } from "commander";
import { sortJsonFile } from "../../json-file";
import type { Act } from "../../program";
import { placed } from "../../scope";
import type { Shell } from "../../shell";
import { storeFile } from "../../storing";
import { pushEnv } from "../env/push";
import { importFromManager } from "./manager";

export function addImportCommands(program: Command, shell: Shell, act: Act): void {
  const imports = program
    .command("import")
    .description("secrets from a file or an external manager into the environment");
  fromFile(imports.command("dotenv"), "a .env file").action((file, options) =>
    act(() => pushEnv(shell, file, options)),
  );
  fromFile(imports.command("json"), "a JSON file of names and values").action((file, options) =>
    act(() => storeFile(shell, file, options, sortJsonFile)),
  );
  const fromManager = (command: Command, what: string) =>
    placed(command)
      .description(`have the server import from ${what}, after showing what that changes`)
      .requiredOption("-m, --manager <name>", "the external manager, as it is called in the environment")
      .option("--path <path>", "what lies there and below it; everything unless given")
      .option("--names <template>", "how secrets are called, with {path} and {field}")
      .option("-y, --yes", "do not ask")
      .option("--dry-run", "only show what would change")
      .action((options) => act(() => importFromManager(shell, options)));
  fromManager(imports.command("vault"), "HashiCorp Vault or OpenBao");
  fromManager(imports.command("aws"), "AWS Secrets Manager");
}

function fromFile(command: Command, what: string): Command {
  return placed(command)
    .argument("<file>", `${what}, or - for standard input`)
    .description(`store the secrets of ${what}, after showing what that changes`)
    .option("-y, --yes", "do not ask")
    .option("--skip-bad", "go on with the good ones when others have mistakes")
    .option("--dry-run", "only show what would change");
}
