import { spawn } from "node:child_process";
import { open, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Binaries } from "./binaries";
import { childEnvironment, runChild } from "./child";
import type { Identity } from "./identity";
import { isHeld, type LockFile, readLockFile, removeStale } from "./lock-file";
import { PORT, socketName } from "./socket";

/** Everything that is fixed about one cluster once its folder is prepared. */
export interface Cluster {
  readonly binaries: Binaries;
  readonly identity: Identity;
  readonly dataDir: string;
  readonly clusterDir: string;
  readonly socketDir: string;
  readonly logFile: string;
}

export interface Launch {
  /** Resolves when the server has ended; stays open while it runs. */
  readonly ended: Promise<void>;
  /** Whether it still runs. */
  isRunning(): boolean;
  /** Why it ended, from its own log. */
  reason(): Promise<string>;
}

const LOG_BYTES_MAX = 4 * 1024 * 1024;
const STOP_TIMEOUT_MS = 120_000;
const STOP_POLL_MS = 20;

/**
 * Starts PostgreSQL in a session of its own, so that neither Ctrl-C in the terminal nor the end of this process reaches
 * it. Another instance may win: then this one ends by itself.
 */
export async function launch(cluster: Cluster): Promise<Launch> {
  const { binaries, identity, clusterDir, logFile } = cluster;
  await removeStaleLocks(cluster);
  await rotateLog(logFile);
  const log = await open(logFile, "a", 0o600);
  const { size } = await log.stat();
  const command = [...identity.prefix, binaries.postgres, "-D", clusterDir, ...settings(cluster)];
  const [program = "", ...rest] = command;
  let isRunning = true;
  const child = spawn(program, rest, {
    cwd: "/",
    detached: true,
    env: childEnvironment(),
    stdio: ["ignore", log.fd, log.fd],
  });
  child.unref();
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      isRunning = false;
      resolve();
    };
    child.once("error", end);
    child.once("exit", end);
  });
  await log.close();
  return { ended, isRunning: () => isRunning, reason: () => lastComplaint(logFile, size) };
}

/** Stops the server after rolling back what is open. Resolves when it is down. */
export async function shutDown(cluster: Cluster): Promise<void> {
  const running = await runningServer(cluster);
  if (!running) return;
  const { binaries, identity, clusterDir } = cluster;
  const flags = ["stop", "-D", clusterDir, "--mode=fast", "--no-wait"];
  const { code, output } = await runChild([...identity.prefix, binaries.pgCtl, ...flags]);
  if (code !== 0) throw new Error(`PostgreSQL did not stop: ${output.trim().split("\n").at(-1)}`);
  // pg_ctl would wait on when another instance starts the next server at once, so we do the waiting.
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while ((await runningServer(cluster))?.pid === running.pid) {
    if (Date.now() > deadline) throw new Error(`PostgreSQL (process ${running.pid}) does not stop`);
    await sleep(STOP_POLL_MS);
  }
}

/** The lock file of the cluster's server while that runs, else null. */
export async function runningServer({ clusterDir }: Pick<Cluster, "clusterDir">): Promise<LockFile | null> {
  const lock = await readLockFile(join(clusterDir, "postmaster.pid"));
  return lock && (await isHeld(lock, clusterDir)) ? lock : null;
}

async function removeStaleLocks({ clusterDir, socketDir }: Cluster): Promise<void> {
  for (const path of [join(clusterDir, "postmaster.pid"), join(socketDir, `${socketName}.lock`)]) {
    const lock = await readLockFile(path);
    if (lock && !(await isHeld(lock, clusterDir))) await removeStale(lock);
  }
}

/** What must hold whatever stands in postgresql.conf. The log names no statement and no row. */
function settings({ socketDir }: Cluster): string[] {
  const quoted = `"${socketDir.replaceAll('"', '""')}"`;
  return [
    "listen_addresses=",
    `port=${PORT}`,
    `unix_socket_directories=${quoted}`,
    "unix_socket_permissions=0700",
    "cluster_name=strongroom",
    "fsync=on",
    "full_page_writes=on",
    "synchronous_commit=on",
    "timezone=UTC",
    "log_timezone=UTC",
    "logging_collector=off",
    "log_checkpoints=off",
    "log_error_verbosity=terse",
    "log_min_error_statement=panic",
  ].flatMap((setting) => ["-c", setting]);
}

async function rotateLog(logFile: string): Promise<void> {
  const size = await stat(logFile).then(
    (found) => found.size,
    () => 0,
  );
  if (size < LOG_BYTES_MAX) return;
  await rm(`${logFile}.old`, { force: true });
  await rename(logFile, `${logFile}.old`);
}

async function lastComplaint(logFile: string, from: number): Promise<string> {
  const log = await open(logFile, "r");
  try {
    const { buffer, bytesRead } = await log.read({ buffer: Buffer.alloc(64 * 1024), position: from });
    const lines = buffer
      .toString("utf8", 0, bytesRead)
      .split("\n")
      .filter((line) => line.trim() !== "");
    const line =
      lines.findLast((candidate) => /(FATAL|PANIC):/.test(candidate)) ?? lines.at(-1) ?? "it gave no reason";
    return line.replace(/^.*?(FATAL|PANIC):\s*/, "");
  } finally {
    await log.close();
  }
}
