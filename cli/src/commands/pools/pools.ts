import type { Command } from "commander";
import { isRecord, type JsonRecord } from "../../json";
import { table } from "../../printable";
import type { Act } from "../../program";
import { openScope, placed, type ScopeOptions } from "../../scope";
import { everyPage } from "../../secret-list";
import { note, type Shell } from "../../shell";

interface ListOptions extends ScopeOptions {
  readonly json?: true;
}

const HEADINGS = ["POOL", "STRATEGY", "MEMBER", "VERSION", "WEIGHT", "STATE", "BACK", "TAKEN (24 H)"];

export function addPoolsCommands(program: Command, shell: Shell, act: Act): void {
  const pools = program.command("pools").description("several keys of one provider under one name");
  placed(pools.command("list"))
    .description("list pools, and how their members are")
    .option("--json", "as JSON")
    .action((options) => act(() => listPools(shell, options)));
}

/** All pools of a place, a line for each member that the key may know of. */
async function listPools(shell: Shell, options: ListOptions): Promise<number> {
  const pools = await everyPage(await openScope(shell, options), "/pools", {});
  if (options.json) shell.output.write(`${JSON.stringify(pools)}\n`);
  else if (pools.length === 0) note(shell, "no pools");
  else shell.output.write(table(HEADINGS, pools.flatMap(linesOf)));
  return 0;
}

function linesOf({ name, strategy, members }: JsonRecord): string[][] {
  const shown = Array.isArray(members) ? members.filter(isRecord) : [];
  const first = [String(name), String(strategy)];
  if (shown.length === 0) return [[...first, "", "", "", "", "", ""]];
  return shown.map((member) => [
    ...first,
    ...["name", "version", "weight", "state", "outUntil"].map((field) => String(member[field] ?? "")),
    String(isRecord(member.lastDay) ? (member.lastDay.taken ?? "") : ""),
  ]);
}
