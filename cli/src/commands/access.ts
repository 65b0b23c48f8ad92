import type { Command } from "commander";
import { isRecord, type JsonRecord } from "../json";
import { table } from "../printable";
import type { Act } from "../program";
import { openScope, placed, type ScopeOptions } from "../scope";
import { everyItem, secretPath } from "../secret-list";
import { note, type Shell } from "../shell";

interface AccessOptions extends ScopeOptions {
  readonly json?: true;
}

const HEADINGS = ["WHO", "MAY", "BY A GRANT ON", "UNTIL", "GRANTED BY", "ID"];

export function addAccess(program: Command, shell: Shell, act: Act): void {
  placed(program.command("access"))
    .argument("<name>")
    .description("which Members and groups reach a secret, and by which grants")
    .option("--json", "as JSON")
    .action((name, options) => act(() => showAccess(shell, name, options)));
}

async function showAccess(shell: Shell, name: string, options: AccessOptions): Promise<number> {
  const grants = await everyItem(await openScope(shell, options), secretPath(name, "/access"));
  if (options.json) shell.output.write(`${JSON.stringify(grants)}\n`);
  else if (grants.length === 0) note(shell, "granted to nobody");
  else shell.output.write(table(HEADINGS, grants.map(row)));
  return 0;
}

function row({ id, subject, target, capability, expiresAt, createdBy }: JsonRecord): string[] {
  const who = isRecord(subject) ? (subject.person ?? `group ${String(subject.group)}`) : "";
  return [who, capability, grantedOn(target), expiresAt ?? "", createdBy, id].map(String);
}

function grantedOn(target: unknown): string {
  if (!isRecord(target)) return "";
  const { project, environment, secret, pattern } = target;
  const scope = environment === null ? String(project) : `${String(project)}/${String(environment)}`;
  return `${String(secret ?? pattern ?? "every secret")} in ${scope}`;
}
