import type { Command } from "commander";
import { Failure } from "../../failure";
import type { JsonRecord } from "../../json";
import { printable } from "../../printable";
import type { Act } from "../../program";
import { openScope, placed, type Scope, type ScopeOptions } from "../../scope";
import { secretPath } from "../../secret-list";
import { note, type Shell } from "../../shell";

interface RotateOptions extends ScopeOptions {
  readonly emergency?: true;
  readonly wait?: true;
  readonly json?: true;
}

const POLL_MS = 1_000;

export function addRotate(program: Command, shell: Shell, act: Act): void {
  placed(program.command("rotate"))
    .argument("<name>")
    .description("rotate a secret as its policy says, at once")
    .option("--now", "at once, which is what happens anyway")
    .option("--emergency", "without grace time: the old value is revoked as soon as the new one is current")
    .option("--wait", "until the new value is current; exits with 1 when it needs attention")
    .option("--json", "as JSON")
    .action((name, options) => act(() => rotateSecret(shell, name, options)));
}

/** Begins a rotation, and waits for its new value if told. */
export async function rotateSecret(shell: Shell, name: string, options: RotateOptions): Promise<number> {
  const scope = await openScope(shell, options);
  const { server, query } = scope;
  const body = { emergency: options.emergency === true };
  const { id } = await server.ask("POST", secretPath(name, "/rotate"), { query, body });
  if (typeof id !== "string") throw new Failure("failed", "the server's answer names no rotation");
  if (!options.wait) {
    shell.output.write(options.json ? `${JSON.stringify({ id })}\n` : `${id}\n`);
    return 0;
  }
  const rotation = await untilCurrent(shell, scope, id);
  if (options.json) shell.output.write(`${JSON.stringify(rotation)}\n`);
  return told(shell, name, rotation, options.json === true);
}

async function untilCurrent(shell: Shell, { server }: Scope, id: string): Promise<JsonRecord> {
  let phase: unknown = null;
  for (;;) {
    const rotation = await server.ask("GET", `/rotations/${encodeURIComponent(id)}`, {});
    const { state, toVersion, endedAt } = rotation;
    if (rotation.phase !== phase && shell.notes.isTTY)
      note(shell, `phase: ${printable(String(rotation.phase))}`);
    phase = rotation.phase;
    if (typeof toVersion === "number" || typeof endedAt === "string" || state === "attention")
      return rotation;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function told(shell: Shell, name: string, rotation: JsonRecord, isJson: boolean): number {
  const { toVersion, error, phase, state } = rotation;
  if (typeof toVersion === "number") {
    if (!isJson) shell.output.write(printable(`${name} is at version ${toVersion}`).concat("\n"));
    return 0;
  }
  if (state !== "attention") throw new Failure("failed", `the rotation was ${String(state)}`);
  throw new Failure("failed", `the rotation needs attention in the phase ${String(phase)}: ${String(error)}`);
}
