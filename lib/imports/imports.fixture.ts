import { testManagers } from "@/lib/managers/managers.fixture";
import type { EntryState } from "./model";
import { runImports } from "./running/runner";
import { newImport } from "./schema";
import { findImport, listEntries, startImport } from "./service";

/** A context with a Vault as the external manager `office`, and ways to import from it. Call it at the top of the file. */
export async function testImports() {
  const context = await testManagers();
  const { as, scope, clock, owner } = context;
  await context.make("office", "vault", { kvVersion: "2" });
  const job = as({ kind: "job", name: "imports.run" });
  const start = (input: object, by = owner) =>
    startImport(by, scope, newImport.parse({ manager: "office", ...input }));
  const run = () => runImports(job);
  /** What is known of an import, and of each entry as `NAME state`. */
  const seen = async (id: string) => {
    const found = await findImport(owner, id);
    const { items } = await listEntries(owner, id, { states: null, after: null, limit: 20_000 });
    return { ...found, entries: items.map(({ name, state }) => `${name} ${state}`) };
  };
  const reasons = async (id: string, states: readonly EntryState[] = ["refused"]) => {
    const { items } = await listEntries(owner, id, { states, after: null, limit: 20_000 });
    return Object.fromEntries(items.map(({ path, field, reason }) => [`${path} ${field}`.trim(), reason]));
  };
  const later = (seconds: number) => clock.advanceSeconds(seconds);
  return { ...context, job, start, run, seen, reasons, later };
}
