import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, it } from "vitest";
import { verifyChain } from "@/lib/audit/verification/service";
import { freePort } from "../free-port";
import { openVictim, type Victim } from "./victim";
import { type Acknowledged, startWriters } from "./writers";

const dataDir = mkdtempSync(join(tmpdir(), "strongroom-kill-"));
const port = await freePort();
const victim: Victim = await openVictim({ dataDir, port });
afterAll(async () => {
  await victim.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const TARGETS = ["program", "database", "both", "database", "program", "both"] as const;

it("kill: whatever dies under the writers, nothing acknowledged is lost, no version is missing, the chain holds", {
  timeout: 600_000,
}, async () => {
  const acknowledged: Acknowledged[] = [];
  const writers = startWriters({
    port,
    cookie: victim.cookie,
    onDone: (done) => void acknowledged.push(done),
  });
  let checked = 0;
  for (const [round, target] of TARGETS.entries()) {
    const before = acknowledged.length;
    await expect.poll(() => acknowledged.length, { timeout: 60_000, interval: 10 }).toBeGreaterThan(before);
    await new Promise((resolve) => setTimeout(resolve, 50 + ((round * 7_919) % 600)));
    if (target !== "program") await victim.killDatabase();
    if (target !== "database") await victim.killProgram();
    // What was acknowledged by now has to be there; more may follow at any moment.
    const certain = acknowledged.slice();
    if (target !== "database") await victim.start();
    await victim.untilHealthy();
    await victim.withRuntime(async (runtime) => {
      expect([round, target, await lost(runtime, certain, checked)]).toEqual([round, target, []]);
      expect(await gaps(runtime)).toEqual([]);
      const chain = await verifyChain({
        pool: runtime.services.pool,
        key: runtime.services.keys.derive("audit"),
      });
      expect([round, target, chain.isIntact]).toEqual([round, target, true]);
    });
    checked = certain.length;
  }
  await writers.stop();
  await victim.withRuntime(async (runtime) => expect(await lost(runtime, acknowledged, 0)).toEqual([]));
  expect(acknowledged.length).toBeGreaterThan(TARGETS.length * 5);
  const { stdout } = await promisify(execFile)(process.execPath, ["dist/admin.mjs", "audit", "verify"], {
    env: victim.env,
  });
  expect(stdout).toMatch(
    /^Intact: [\d,]+ events checked\.\nHead: \d+:[0-9a-f]{64}\nSealed: [\d,]+ rows checked\.\n$/,
  );
});

type Runtime = Parameters<Parameters<Victim["withRuntime"]>[0]>[0];

/** What was acknowledged and is not there, or opens to another value. The first `known` are looked for, not opened. */
async function lost(
  runtime: Runtime,
  acknowledged: readonly Acknowledged[],
  known: number,
): Promise<string[]> {
  const { db, keys } = runtime.services;
  const { id: projectId } = await db.project.findUniqueOrThrow({ where: { slug: "default" } });
  const rows = await db.secretVersion.findMany();
  const versions = new Map(rows.map((row) => [`${row.secretId} ${row.number}`, row]));
  const project = await keys.project(projectId);
  return acknowledged.flatMap(({ secretId, version, value }, n) => {
    const row = versions.get(`${secretId} ${version}`);
    if (!row) return [`version ${version} of ${secretId} is missing`];
    if (n < known) return [];
    const opened = project.open({ projectId, secretId, versionId: row.id }, row).reveal();
    return opened === value ? [] : [`version ${version} of ${secretId} holds another value`];
  });
}

/** Secrets whose versions are not 1, 2, 3 … up to the current one, or whose events are not as many. */
async function gaps({ services: { pool } }: Runtime): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(`
    SELECT s.id FROM secrets s
    LEFT JOIN secret_versions v ON v.secret_id = s.id
    GROUP BY s.id, s.current_version
    HAVING count(v.number) <> s.current_version OR max(v.number) <> s.current_version OR min(v.number) <> 1
      OR s.current_version <> (SELECT count(*) FROM audit_events e
        WHERE e.secret_id = s.id AND e.action IN ('secret.created', 'secret.rotated'))`);
  return rows.map((row) => row.id);
}
