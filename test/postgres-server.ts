import { spawn } from "node:child_process";
import { once } from "node:events";
import { chown, mkdir, open, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { findBinaries } from "@/lib/db/embedded/binaries";
import { childEnvironment } from "@/lib/db/embedded/child";
import { ensureCluster } from "@/lib/db/embedded/cluster";
import { chooseIdentity } from "@/lib/db/embedded/identity";
import { afterwards } from "./afterwards";
import type { Credentials } from "./certificates";
import { freePort } from "./free-port";
import { scratchDir } from "./scratch";

/** A PostgreSQL of somebody else: over TCP, with TLS, which signs in by SCRAM-SHA-256 and logs every statement. */
export interface PostgresServer {
  readonly port: number;
  readonly host: string;
  /** Runs statements as its superuser. */
  sql(...statements: readonly string[]): Promise<void>;
  /** Everything that it logged so far. */
  log(): Promise<string>;
}

/** Starts one that ends with the test, or with the file at whose top this is called. */
export async function startPostgres(
  credentials: Credentials,
  hba: readonly string[] = [],
): Promise<PostgresServer> {
  const folder = await scratchDir();
  const cluster = join(folder, "postgres");
  const binaries = findBinaries();
  const identity = await chooseIdentity(binaries, folder, cluster);
  await ensureCluster(binaries, identity, cluster);
  const own = async (name: string, text: string) => {
    await writeFile(join(cluster, name), text, { mode: 0o600 });
    if (process.getuid?.() === 0) await chown(join(cluster, name), identity.uid, identity.gid);
  };
  await own("server.crt", credentials.cert);
  await own("server.key", credentials.key);
  const rules = [...hba, "host all postgres all trust", "host all all all scram-sha-256"];
  await own("pg_hba.conf", `${rules.join("\n")}\n`);
  const port = await freePort();
  const logFile = join(folder, "log");
  await mkdir(folder, { recursive: true });
  const log = await open(logFile, "a", 0o600);
  const settings = [
    ...["listen_addresses=127.0.0.1", `port=${port}`, "unix_socket_directories=", "ssl=on", "fsync=off"],
    ...["max_connections=200", "log_statement=all", "log_connections=on", "logging_collector=off"],
  ].flatMap((setting) => ["-c", setting]);
  const [program = "", ...rest] = [...identity.prefix, binaries.postgres, "-D", cluster, ...settings];
  const child = spawn(program, rest, {
    cwd: "/",
    env: childEnvironment(),
    stdio: ["ignore", log.fd, log.fd],
  });
  await log.close();
  const sql = async (...statements: readonly string[]) => {
    const client = new pg.Client({ host: "127.0.0.1", port, user: "postgres", database: "postgres" });
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  };
  afterwards(async () => {
    child.kill("SIGINT");
    if (child.exitCode === null) await once(child, "exit");
  });
  for (let tries = 0; ; tries += 1) {
    try {
      await sql("SELECT 1");
      break;
    } catch (error) {
      if (tries > 100 || child.exitCode !== null) throw error;
      await sleep(100);
    }
  }
  return { port, host: `127.0.0.1:${port}`, sql, log: () => readFile(logFile, "utf8") };
}
