import type { Command } from "commander";
import { Failure } from "../../failure";
import type { JsonRecord } from "../../json";
import { table } from "../../printable";
import type { Act } from "../../program";
import { openScope, placed, type ScopeOptions } from "../../scope";
import { everyPage } from "../../secret-list";
import { note, type Shell } from "../../shell";

interface Options extends ScopeOptions {
  readonly json?: true;
}

const HEADINGS = ["NAME", "PROVIDER", "STATE", "ENDS", "SCOPES", "NOT GIVEN"];

export function addConnectionsCommands(program: Command, shell: Shell, act: Act): void {
  const connections = program
    .command("connections")
    .description("apps of other providers that were connected");
  placed(connections.command("list"))
    .description("list connected apps, and how they stand")
    .option("--json", "as JSON")
    .action((options) => act(() => listConnections(shell, options)));
  placed(connections.command("token"))
    .argument("<name>")
    .description("print an access token that is good for a minute at least, refreshed if need be")
    .option("--json", "as JSON, with its end")
    .action((name, options) => act(() => printToken(shell, name, options)));
}

async function listConnections(shell: Shell, options: Options): Promise<number> {
  const all = await everyPage(await openScope(shell, options), "/connections", {});
  if (options.json) shell.output.write(`${JSON.stringify(all)}\n`);
  else if (all.length === 0) note(shell, "no connected apps");
  else shell.output.write(table(HEADINGS, all.map(lineOf)));
  return 0;
}

function lineOf(app: JsonRecord): string[] {
  const text = (field: string) => String(app[field] ?? "");
  const list = (field: string) => (Array.isArray(app[field]) ? app[field].join(" ") : "");
  return [
    ...["name", "provider", "state", "expiresAt"].map(text),
    ...["scopesGranted", "scopesMissing"].map(list),
  ];
}

async function printToken(shell: Shell, name: string, options: Options): Promise<number> {
  const { server, query } = await openScope(shell, options);
  const token = await server.ask("GET", `/connections/${encodeURIComponent(name)}/token`, { query });
  if (typeof token.accessToken !== "string")
    throw new Failure("failed", "the server’s answer has no token: it may be of another version");
  shell.output.write(`${options.json ? JSON.stringify(token) : token.accessToken}\n`);
  return 0;
}
