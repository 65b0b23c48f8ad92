import { Failure, usage } from "../../failure";
import { openScope, type ScopeOptions } from "../../scope";
import { secretPath } from "../../secret-list";
import type { Shell } from "../../shell";

interface GetOptions extends ScopeOptions {
  readonly show?: true;
  readonly version?: string;
  readonly label?: string;
  readonly json?: true;
}

/** Prints true or false, and exits with 0 or 1. */
export async function secretExists(shell: Shell, name: string, options: ScopeOptions): Promise<number> {
  const { server, query } = await openScope(shell, options);
  const exists = await server.has(secretPath(name), { query });
  shell.output.write(`${exists}\n`);
  return exists ? 0 : 1;
}

/** Prints a value byte for byte. A terminal keeps what it shows, so there it has to be asked for. */
export async function getSecret(shell: Shell, name: string, options: GetOptions): Promise<number> {
  if (shell.output.isTTY && !options.show) {
    throw usage(
      "a terminal would keep the value in its history: pipe it to where it is needed, or say --show",
    );
  }
  const { server, query } = await openScope(shell, options);
  const { label } = options;
  if (options.version !== undefined && label !== undefined)
    throw usage("give --version or --label, not both");
  const body = {
    ...(options.version !== undefined && { version: versionOf(options.version) }),
    ...(label !== undefined && { label }),
  };
  const {
    value,
    version,
    name: called,
  } = await server.ask("POST", secretPath(name, "/reveal"), { query, body, effect: "nothing" });
  if (typeof value !== "string") throw new Failure("failed", "the server's answer holds no value");
  if (options.json) shell.output.write(`${JSON.stringify({ name: called, value, version })}\n`);
  else shell.output.write(shell.output.isTTY ? `${value}\n` : value);
  return 0;
}

function versionOf(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw usage("--version takes the number of a version");
  return Number(text);
}
