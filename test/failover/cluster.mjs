import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../bench/program.mjs";

const NODES = 3;
const BINARIES = "/usr/lib/postgresql/15/bin";
const WAIT_MS_MAX = 120_000;
/** How often Patroni looks, and after how long without a sign another node takes over: the least that it allows. */
const LOOP_SECONDS = 1;
const TTL_SECONDS = 20;

/**
 * Starts etcd, three nodes of PostgreSQL under Patroni with synchronous replication, and HAProxy before them, from Debian's
 * packages, as the user `postgres`. `folder` must be one that this user may write to.
 */
export async function startCluster(folder) {
  chmodSync(folder, 0o777);
  const children = new Set();
  const run = (name, program, args) => {
    const log = openSync(join(folder, `${name}.log`), "a");
    // A group of its own: what the program starts ends with it.
    const command = ["-u", "postgres", "--", program, ...args];
    const child = spawn("runuser", command, { cwd: folder, detached: true, stdio: ["ignore", log, log] });
    children.add(child);
    child.once("exit", () => children.delete(child));
    return child;
  };
  const etcd = await startEtcd(run);
  const nodes = [];
  for (let number = 1; number <= NODES; number += 1) {
    const name = `node${number}`;
    const node = {
      name,
      data: join(folder, name),
      port: await freePort(),
      rest: await freePort(),
      child: null,
    };
    writeFileSync(join(folder, `${name}.yml`), patroni(node, etcd));
    nodes.push(node);
  }
  const start = (node) => {
    node.child = run(node.name, "patroni", [`${node.name}.yml`]);
  };
  nodes.forEach(start);
  const port = await freePort();
  writeFileSync(join(folder, "haproxy.cfg"), haproxy(port, nodes));
  await settled(nodes);
  run("haproxy", "haproxy", ["-f", "haproxy.cfg"]);
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    /** Ends the primary's machine: Patroni and all of PostgreSQL at once. Answers its name. */
    killPrimary: async () => {
      const node = await primaryOf(nodes);
      await kill(node);
      return node;
    },
    start,
    /** Waits until there are a primary and two standbys, one of them synchronous. */
    settled: () => settled(nodes),
    stop: async () => {
      for (const child of children) process.kill(-child.pid, "SIGKILL");
      await Promise.all([...children].map((child) => once(child, "exit")));
      await killAll(folder);
    },
  };
}

async function startEtcd(run) {
  const [client, peer] = [await freePort(), await freePort()];
  const at = (port) => `http://127.0.0.1:${port}`;
  run("etcd", "etcd", [
    ...["--data-dir", "etcd", "--listen-client-urls", at(client), "--advertise-client-urls", at(client)],
    ...["--listen-peer-urls", at(peer), "--initial-advertise-peer-urls", at(peer)],
    ...["--initial-cluster", `default=${at(peer)}`, "--unsafe-no-fsync"],
  ]);
  return client;
}

function patroni({ name, data, port, rest }, etcd) {
  mkdirSync(data);
  chmodSync(data, 0o777);
  return `
scope: strongroom
name: ${name}
restapi: { listen: "127.0.0.1:${rest}", connect_address: "127.0.0.1:${rest}" }
etcd3: { host: "127.0.0.1:${etcd}" }
bootstrap:
  dcs:
    ttl: ${TTL_SECONDS}
    loop_wait: ${LOOP_SECONDS}
    retry_timeout: 3
    synchronous_mode: true
    postgresql: { use_pg_rewind: true, parameters: { max_connections: 100, wal_log_hints: "on" } }
  initdb: [{ encoding: UTF8 }, { locale: C.UTF-8 }]
  pg_hba: ["host all all 127.0.0.1/32 trust", "host replication all 127.0.0.1/32 trust", "local all all trust"]
postgresql:
  listen: "127.0.0.1:${port}"
  connect_address: "127.0.0.1:${port}"
  data_dir: ${data}/data
  bin_dir: ${BINARIES}
  pgpass: ${data}/pgpass
  authentication: { superuser: { username: postgres }, replication: { username: postgres }, rewind: { username: postgres } }
  parameters: { unix_socket_directories: "" }
`;
}

/** The primary is whoever Patroni says: the answer of each node's own `/primary`. */
function haproxy(port, nodes) {
  const servers = nodes.map((node) => `  server ${node.name} 127.0.0.1:${node.port} check port ${node.rest}`);
  return `
defaults
  mode tcp
  timeout connect 1s
  timeout client 1d
  timeout server 1d
  timeout check 1s
listen primary
  bind 127.0.0.1:${port}
  option httpchk GET /primary
  http-check expect status 200
  default-server inter 500ms fall 2 rise 1 on-marked-down shutdown-sessions
${servers.join("\n")}
`;
}

async function stateOf(node) {
  try {
    const answer = await fetch(`http://127.0.0.1:${node.rest}/patroni`, {
      signal: AbortSignal.timeout(2_000),
    });
    return await answer.json();
  } catch {
    return null;
  }
}

async function primaryOf(nodes) {
  for (const node of nodes) {
    const state = await stateOf(node);
    if (state?.state === "running" && (state.role === "master" || state.role === "primary")) return node;
  }
  return null;
}

async function settled(nodes) {
  const giveUpAt = Date.now() + WAIT_MS_MAX;
  for (;;) {
    const states = await Promise.all(nodes.map(stateOf));
    const primary = states.find((state) => state?.role === "master" || state?.role === "primary");
    const streaming = (primary?.replication ?? []).filter(({ state }) => state === "streaming");
    if (streaming.length === nodes.length - 1 && streaming.some((s) => s.sync_state === "sync")) return;
    if (Date.now() > giveUpAt) throw new Error(`the cluster did not settle: ${JSON.stringify(states)}`);
    await sleep(500);
  }
}

/** The whole group: Patroni is asked nothing, PostgreSQL's processes with it. */
async function kill({ child, data }) {
  const exit = once(child, "exit");
  process.kill(-child.pid, "SIGKILL");
  await exit;
  await killAll(data);
}

/** What was started on files of this folder. The postmaster leads a session of its own. */
async function killAll(folder) {
  await once(spawn("pkill", ["-KILL", "-u", "postgres", "-f", `${folder}/`]), "exit");
}
