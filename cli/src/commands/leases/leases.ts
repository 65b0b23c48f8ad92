import type { Command } from "commander";
import { isRecord } from "../../json";
import { printable } from "../../printable";
import type { Act } from "../../program";
import { openScope, placed, type ScopeOptions } from "../../scope";
import type { Shell } from "../../shell";

export function addLeasesCommands(program: Command, shell: Shell, act: Act): void {
  const leases = program.command("leases").description("users of databases that live for minutes");
  placed(leases.command("list"))
    .description("list leases that have not ended: of this key, or with admin all within its reach")
    .option("--json", "as JSON")
    .action((options) => act(() => listLeases(shell, options)));
  leases
    .command("revoke")
    .argument("<id>")
    .description("end a lease at once: its user is dropped")
    .action((id) => act(() => revokeLease(shell, id)));
}

const PAGE = 200;

/** One line each: id, user, source, state, and until when. */
async function listLeases(shell: Shell, options: ScopeOptions & { readonly json?: true }): Promise<number> {
  const { server, query } = await openScope(shell, options);
  const all: unknown[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await server.ask("GET", "/leases", { query: { ...query, limit: PAGE, cursor } });
    all.push(...(Array.isArray(page.items) ? page.items : []));
    if (typeof page.next !== "string") break;
    cursor = page.next;
  }
  if (options.json) shell.output.write(`${JSON.stringify(all)}\n`);
  else for (const lease of all) shell.output.write(`${lineOf(lease)}\n`);
  return 0;
}

function lineOf(lease: unknown): string {
  const record = isRecord(lease) ? lease : {};
  const fields = ["id", "user", "source", "state", "expiresAt"] as const;
  return fields.map((field) => printable(String(record[field] ?? "-"))).join("\t");
}

async function revokeLease(shell: Shell, id: string): Promise<number> {
  const { server } = await openScope(shell, {});
  await server.ask("DELETE", `/leases/${encodeURIComponent(id)}`);
  return 0;
}
