import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findBinaries } from "@/lib/db/embedded/binaries";
import { childEnvironment } from "@/lib/db/embedded/child";
import { ensureCluster } from "@/lib/db/embedded/cluster";
import { chooseIdentity } from "@/lib/db/embedded/identity";
import { afterwards } from "../../afterwards";
import { freePort } from "../../free-port";
import { scratchDir } from "../../scratch";
import { runSql } from "../../server";

/** A PostgreSQL of the operator's own, over TCP. */
export interface OwnPostgres {
  readonly port: number;
  /** The program's database, as an ordinary role. */
  readonly url: string;
  start(): Promise<void>;
  /** SIGTERM waits for clients, SIGINT cuts them off, SIGQUIT stops without tidying up, SIGKILL does not stop but ends. */
  stop(signal: "SIGTERM" | "SIGINT" | "SIGQUIT" | "SIGKILL"): Promise<void>;
  /** Runs statements as its superuser. */
  sql(...statements: readonly string[]): Promise<void>;
  /** A standby of it that has everything before a commit is acknowledged, or this as one of another. */
  standby(): Promise<OwnPostgres>;
}

/** Starts one with an empty database, which ends with the test or file that calls this. */
export async function ownPostgres(): Promise<OwnPostgres> {
  const folder = await scratchDir();
  const cluster = join(folder, "postgres");
  const binaries = findBinaries();
  const identity = await chooseIdentity(binaries, folder, cluster);
  await ensureCluster(binaries, identity, cluster);
  const rules = ["host all all 127.0.0.1/32 trust", "host replication all 127.0.0.1/32 trust"];
  await writeFile(join(cluster, "pg_hba.conf"), `${rules.join("\n")}\n`);
  const server = await serverIn(folder, cluster);
  await server.start();
  await server.sql("CREATE ROLE strongroom LOGIN", "CREATE DATABASE strongroom OWNER strongroom");
  return server;
}

async function serverIn(folder: string, cluster: string): Promise<OwnPostgres> {
  const binaries = findBinaries();
  const identity = await chooseIdentity(binaries, folder, cluster);
  const port = await freePort();
  const superuser = { url: `postgresql://postgres@127.0.0.1:${port}/postgres` };
  const settings = [
    ...["listen_addresses=127.0.0.1", `port=${port}`, "unix_socket_directories=", "max_connections=100"],
    // Processes end here, no machine.
    ...["fsync=off", "wal_level=replica", "max_wal_senders=4", "wal_keep_size=512MB", "shared_buffers=32MB"],
  ].flatMap((setting) => ["-c", setting]);
  let child: ChildProcess | null = null;
  const sql = (...statements: readonly string[]) => runSql(superuser, ...statements);
  const isRunning = () => child !== null && child.exitCode === null && child.signalCode === null;
  const start = async () => {
    const [program = "", ...rest] = [...identity.prefix, binaries.postgres, "-D", cluster, ...settings];
    for (let launches = 0; ; launches += 1) {
      child = spawn(program, rest, { cwd: "/", env: childEnvironment(), stdio: "ignore" });
      while (isRunning()) {
        if (
          await sql("SELECT 1").then(
            () => true,
            () => false,
          )
        )
          return;
        await sleep(25);
      }
      // What a killed one has left is still ending.
      if (launches > 40) throw new Error("PostgreSQL does not start");
      await sleep(100);
    }
  };
  const stop: OwnPostgres["stop"] = async (signal) => {
    if (!child || !isRunning()) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  };
  afterwards(() => stop("SIGINT"));
  const standby = async (): Promise<OwnPostgres> => {
    const otherFolder = await scratchDir();
    const copy = join(otherFolder, "postgres");
    await copyCluster(superuser.url, cluster, copy);
    const primary = `host=127.0.0.1 port=${port} user=postgres application_name=standby`;
    await writeFile(join(copy, "standby.signal"), "");
    await writeFile(
      join(copy, "postgresql.auto.conf"),
      `primary_conninfo = '${primary}'\nsynchronous_standby_names = ''\n`,
    );
    const other = await serverIn(otherFolder, copy);
    await other.start();
    await sql("ALTER SYSTEM SET synchronous_standby_names = 'standby'", "SELECT pg_reload_conf()");
    return other;
  };
  return { port, url: `postgresql://strongroom@127.0.0.1:${port}/strongroom`, start, stop, sql, standby };
}

/** A base backup of a server that goes on. */
async function copyCluster(url: string, cluster: string, copy: string): Promise<void> {
  const { default: pg } = await import("pg");
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query("SELECT pg_backup_start('standby', true)");
    await cp(cluster, copy, {
      recursive: true,
      filter: (path) => !/postmaster\.(pid|opts)$|pg_(replslot|stat_tmp)\/./.test(path),
    }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
    });
    const { rows } = await client.query("SELECT labelfile FROM pg_backup_stop(false)");
    await writeFile(join(copy, "backup_label"), rows[0].labelfile);
    await rm(join(copy, "postmaster.pid"), { force: true });
    await readFile(join(copy, "PG_VERSION"));
  } finally {
    await client.end();
  }
}
