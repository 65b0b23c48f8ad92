import type { Command } from "commander";
import type { Act } from "../../program";
import { placed } from "../../scope";
import type { Shell } from "../../shell";
import { sendData } from "./send";

export function addAllowlistCommands(program: Command, shell: Shell, act: Act): void {
  const allowlist = program
    .command("allowlist")
    .description("call outside endpoints with secrets that stay in Strongroom");
  placed(allowlist.command("send"))
    .argument("<name>")
    .description("send data to an endpoint and print its answer; 300 or above exits with 1")
    .option("-d, --data <data>", "JSON, @FILE with JSON, or - for JSON from standard input")
    .option("-q, --query <name=value>", "a parameter of the query; again for more", collected, [])
    .option("--idempotency-key <key>", "send it once, however often it is asked for within a day")
    .option("--json", "status, headers, body and time as JSON")
    .action((name, options) => act(() => sendData(shell, name, options)));
}

function collected(input: string, before: readonly string[]): string[] {
  return [...before, input];
}
