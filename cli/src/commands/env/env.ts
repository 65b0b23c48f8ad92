import type { Command } from "commander";
import type { Act } from "../../program";
import { placed } from "../../scope";
import type { Shell } from "../../shell";
import { checkEnv } from "./check";
import { pushEnv } from "./push";

export function addEnvCommands(program: Command, shell: Shell, act: Act): void {
  const env = program.command("env").description("a .env file into the environment; the manifest against it");
  placed(env.command("push"))
    .argument("<file>", "a .env file, or - for standard input")
    .description("store every line of a .env file, after showing what that changes")
    .option("-y, --yes", "do not ask")
    .option("--skip-bad", "go on with the good lines when others have mistakes")
    .option("--dry-run", "only show what would change")
    .action((file, options) => act(() => pushEnv(shell, file, options)));
  placed(env.command("check"))
    .description("which names of strongroom.toml are set; exits with 1 when a required one is missing")
    .option("--declare", "also tell the server what the manifest declares")
    .option("--json", "as JSON")
    .action((options) => act(() => checkEnv(shell, options)));
}
