import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { admin, environmentFor, startProgram } from "../../bench/program.mjs";
import { build } from "../../scripts/build.mjs";
import { startCluster } from "./cluster.mjs";
import { openWriters } from "./writers.mjs";

/**
 * Kills the primary of a PostgreSQL cluster again and again, under writes of two instances, and counts what was acknowledged and is
 * not there. Needs Debian's patroni, etcd-server, haproxy and postgresql-15, and runs as root.
 */
const { values: options } = parseArgs({
  options: { times: { type: "string", default: "3" }, rate: { type: "string", default: "200" } },
});

await build();
const folder = mkdtempSync(join(tmpdir(), "strongroom-failover-"));
const cluster = await startCluster(folder);
const instances = [];
try {
  const database = { DATABASE_URL: cluster.url, STRONGROOM_LOG_LEVEL: "error" };
  const dataDir = join(folder, "data");
  for (const _ of [1, 2]) {
    const env = { ...(await environmentFor(dataDir)), ...database };
    instances.push({ env, ...(await startProgram(env)) });
  }
  const { env } = instances[0];
  await admin(env, ["project", "create", "cluster"]);
  const made = await admin(env, [
    ...["api-key", "create", "--json", "--name", "writer", "--project", "cluster"],
    ...["--environment", "development"],
    ...["--permission", "secrets:write", "--permission", "secrets:read"],
  ]);
  const origins = instances.map(({ origin }) => origin);
  const writers = openWriters({ origins, key: JSON.parse(made).apiKey.key, rate: Number(options.rate) });
  const rows = [];
  for (let time = 1; time <= Number(options.times); time += 1) {
    await writers.recovered();
    writers.mark();
    const killed = await cluster.killPrimary();
    await writers.recovered();
    rows.push({ time, killed: killed.name, ...writers.sinceMark() });
    process.stdout.write(`${JSON.stringify(rows.at(-1))}\n`);
    cluster.start(killed);
    await cluster.settled();
  }
  const total = await writers.close();
  const verified = JSON.parse(await admin(env, ["audit", "verify", "--json"]));
  console.table(rows);
  console.table({ ...total, auditIsIntact: verified.isIntact });
  if (total.lost > 0 || total.undone > 0) process.exitCode = 1;
} finally {
  for (const { stop } of instances) await stop();
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
}
