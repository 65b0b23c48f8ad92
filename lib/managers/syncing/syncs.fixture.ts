import { storeSecret } from "@/lib/secrets/upsert/service";
import { testManagers } from "../managers.fixture";
import { runSyncs } from "./running/runner";
import { newSync } from "./schema";
import { createSync, findSync, listSyncEntries } from "./service";

/** A context with a Vault as the external manager `office`, and ways to write to it. Call it at the top of the file. */
export async function testSyncs() {
  const context = await testManagers();
  const { as, clock, scope, owner, vault } = context;
  await context.make("office", "vault", { kvVersion: "2" });
  const job = as({ kind: "job", name: "syncs.run" });
  const make = (input: object) => createSync(owner, scope, newSync.parse({ manager: "office", ...input }));
  const run = () => runSyncs(job);
  const put = (name: string, value: string) => storeSecret(owner, scope, { name, value });
  const entries = async (name: string) =>
    Object.fromEntries(
      (await listSyncEntries(owner, scope, name)).map(({ path, field, state }) => [
        `${path} ${field}`.trim(),
        state,
      ]),
    );
  const seen = (name: string) => findSync(owner, scope, name);
  /** What lies at a path now; undefined where nothing does. */
  const there = (path: string) => {
    const entry = vault.kv2.get(path);
    return entry?.versions.get(entry.current)?.data;
  };
  const writes = () =>
    vault.asked.filter(({ method, path }) => method === "POST" && path.includes("/data/")).length;
  const later = (seconds: number) => clock.advanceSeconds(seconds);
  return { ...context, job, makeSync: make, run, put, entries, seen, there, writes, later };
}
