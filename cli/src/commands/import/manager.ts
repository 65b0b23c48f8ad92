import { Failure, usage } from "../../failure";
import { isRecord, type JsonRecord } from "../../json";
import { printable } from "../../printable";
import { confirm } from "../../question";
import { openScope, type Scope, type ScopeOptions } from "../../scope";
import { note, type Shell } from "../../shell";

export interface ManagerOptions extends ScopeOptions {
  readonly manager: string;
  readonly path?: string;
  readonly names?: string;
  readonly yes?: true;
  readonly dryRun?: true;
}

const POLL_MS = 1_000;

/**
 * Imports from an external manager, which the server reads: values never come here. Shows first what will become of each text. Whoever
 * ends this meanwhile ends the asking alone: what was begun goes on.
 */
export async function importFromManager(shell: Shell, options: ManagerOptions): Promise<number> {
  const { manager, path, names, yes, dryRun } = options;
  const scope = await openScope(shell, options);
  const { server, query } = scope;
  const body = { manager, ...(path && { path }), ...(names && { names }), dryRun: true };
  const begun = await server.ask("POST", "/imports", { query, body });
  const planned = await settled(shell, scope, idOf(begun));
  const counts = countsOf(planned);
  for await (const entry of entriesOf(scope, planned)) shell.output.write(`${lineOf(entry)}\n`);
  note(shell, totals(counts, PLANNED));
  const count = (counts.new ?? 0) + (counts.changed ?? 0);
  if (dryRun || count === 0) {
    await server.ask("DELETE", addressOf(planned));
    return 0;
  }
  if (!yes && !(await isWanted(shell, count))) {
    await server.ask("DELETE", addressOf(planned));
    throw new Failure("failed", "nothing was stored");
  }
  const done = await settled(shell, scope, idOf(await server.ask("POST", addressOf(planned, "/run"))));
  for await (const entry of entriesOf(scope, done, "refused")) note(shell, lineOf(entry));
  note(shell, totals(countsOf(done), DONE));
  return 0;
}

function idOf({ id }: JsonRecord): string {
  if (typeof id !== "string") throw new Failure("failed", "the server's answer names no import");
  return id;
}

function addressOf(found: JsonRecord, more = ""): string {
  return `/imports/${encodeURIComponent(idOf(found))}${more}`;
}

/** Waits until an import needs an answer, or is done. Throws when it failed. */
async function settled(shell: Shell, { server }: Scope, id: string): Promise<JsonRecord> {
  for (let told = ""; ; ) {
    const found = await server.ask("GET", addressOf({ id }));
    const { state, error, unread } = found;
    if (state === "planned" || state === "done") return found;
    if (state === "failed") throw new Failure("failed", `the import failed: ${String(error)}`);
    if (state === "stopped") throw new Failure("failed", "somebody stopped the import");
    const text =
      typeof error === "string"
        ? `it is tried again: ${error}`
        : `${String(state)}, ${String(unread)} paths unread`;
    if (text !== told && (shell.notes.isTTY || typeof error === "string")) note(shell, printable(text));
    told = text;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function* entriesOf({ server }: Scope, found: JsonRecord, state?: string): AsyncGenerator<JsonRecord> {
  for (let cursor: string | null = "", isFirst = true; isFirst || cursor !== null; isFirst = false) {
    const query = { limit: "200", ...(state && { state }), ...(cursor && { cursor }) };
    const page = await server.ask("GET", addressOf(found, "/entries"), { query });
    if (Array.isArray(page.items)) yield* page.items.filter(isRecord);
    cursor = typeof page.next === "string" ? page.next : null;
  }
}

function lineOf({ name, path, field, state, reason }: JsonRecord): string {
  const at = `${String(path)}${field ? ` ${String(field)}` : ""}`;
  const why = typeof reason === "string" ? `: ${reason}` : "";
  return printable(`${String(state).padEnd(9)}${String(name) || "–"} (${at})${why}`);
}

const PLANNED = ["new", "changed", "same", "refused"];
const DONE = ["created", "replaced", "same", "refused", "waiting"];

function countsOf({ counts }: JsonRecord): Readonly<Record<string, number>> {
  return isRecord(counts) ? (counts as Record<string, number>) : {};
}

function totals(counts: Readonly<Record<string, number>>, states: readonly string[]): string {
  return states.map((state) => `${counts[state] ?? 0} ${state}`).join(", ");
}

async function isWanted(shell: Shell, count: number): Promise<boolean> {
  if (!shell.input.isTTY) throw usage("say --yes where nobody can be asked; nothing was stored");
  return confirm(shell, `Store ${count === 1 ? "this secret" : `these ${count} secrets`}?`);
}
