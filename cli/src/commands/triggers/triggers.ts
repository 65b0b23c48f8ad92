import type { Command } from "commander";
import { isRecord, type JsonRecord } from "../../json";
import { printable } from "../../printable";
import type { Act } from "../../program";
import { openScope, placed, type ScopeOptions } from "../../scope";
import type { Shell } from "../../shell";

type Options = ScopeOptions & { readonly json?: true };

export function addTriggersCommands(program: Command, shell: Shell, act: Act): void {
  const triggers = program.command("triggers").description("webhooks that are taken, and what came");
  placed(triggers.command("list"))
    .description("list triggers: name, environment, scheme, what follows, address")
    .option("--json", "as JSON")
    .action((options) => act(() => listTriggers(shell, options)));
  placed(triggers.command("deliveries"))
    .argument("<trigger>")
    .description("list the last deliveries, newest first: id, time, size, state, outcome")
    .option("--json", "as JSON")
    .action((trigger, options) => act(() => listDeliveries(shell, trigger, options)));
  placed(triggers.command("replay"))
    .argument("<trigger>")
    .argument("<delivery>")
    .description("have what a delivery brought come again, as a new delivery")
    .action((trigger, delivery, options) => act(() => replay(shell, trigger, delivery, options)));
}

const PAGE = 50;

async function listTriggers(shell: Shell, options: Options): Promise<number> {
  const { server, query } = await openScope(shell, options);
  const { items } = await server.ask("GET", "/triggers", { query });
  return show(shell, options, items, ({ action, paused, ...trigger }) => [
    ...[trigger.name, trigger.environment, trigger.scheme],
    paused === true ? "paused" : isRecord(action) ? action.kind : null,
    trigger.url,
  ]);
}

async function listDeliveries(shell: Shell, trigger: string, options: Options): Promise<number> {
  const { server, query } = await openScope(shell, options);
  const path = `/triggers/${encodeURIComponent(trigger)}/deliveries`;
  const { items } = await server.ask("GET", path, { query: { ...query, limit: PAGE } });
  return show(shell, options, items, ({ id, receivedAt, bytes, state, outcome }) => [
    ...[id, receivedAt, bytes, state, outcome],
  ]);
}

async function replay(shell: Shell, trigger: string, delivery: string, options: Options): Promise<number> {
  const { server, query } = await openScope(shell, options);
  const path = `/triggers/${encodeURIComponent(trigger)}/deliveries/${encodeURIComponent(delivery)}/replay`;
  const { id } = await server.ask("POST", path, { query });
  shell.output.write(`${printable(String(id))}\n`);
  return 0;
}

/** One line each, or all as JSON. */
function show(
  shell: Shell,
  { json }: Options,
  items: unknown,
  fieldsOf: (item: JsonRecord) => readonly unknown[],
): number {
  const all = Array.isArray(items) ? items : [];
  if (json) shell.output.write(`${JSON.stringify(all)}\n`);
  else
    for (const item of all) {
      const fields = fieldsOf(isRecord(item) ? item : {});
      shell.output.write(`${fields.map((field) => printable(String(field ?? "-"))).join("\t")}\n`);
    }
  return 0;
}
