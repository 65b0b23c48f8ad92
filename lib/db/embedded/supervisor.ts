import { realpath } from "node:fs/promises";
import { join as joinPath } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ADVISORY_LOCKS } from "@/lib/db/advisory-locks";
import type { DatabaseAddress } from "@/lib/db/client";
import { findBinaries } from "./binaries";
import { ensureCluster } from "./cluster";
import { lowDiskWarning, openDataDir } from "./disk";
import { chooseIdentity } from "./identity";
import { joinOrLaunch, type SupervisorLog } from "./join";
import { type Cluster, runningServer, shutDown } from "./server";
import type { Session } from "./session";
import { openSocketDir, PORT } from "./socket";

export interface EmbeddedServer {
  readonly address: DatabaseAddress;
  /** Lets go of the server, and stops it when no other instance uses it. Close the pool before. */
  stop(): Promise<void>;
}

const USER = "strongroom";
const DATABASE = "strongroom";
const RETRY_MS_MIN = 200;
const RETRY_MS_MAX = 10_000;
const DISK_CHECK_MS = 60_000;

/**
 * Starts the embedded PostgreSQL of a data directory, or joins the one that runs already, and keeps it running: when it
 * dies it is started again. Makes the cluster and the program's database on the first start. Reached through a
 * socket only. Throws an Error with one line to act on.
 */
export async function startEmbedded(input: { dataDir: string; log: SupervisorLog }): Promise<EmbeddedServer> {
  const { log } = input;
  const cluster = await prepare(input.dataDir);
  const session = await joinOrLaunch(cluster, log);
  await makeDatabase(session).catch(async (error) => {
    await session.close();
    throw error;
  });
  const supervision = supervise(cluster, session, log);
  return { address: addressAt(cluster.socketDir), stop: supervision.stop };
}

/**
 * Where the embedded PostgreSQL of a data directory is reached while somebody has it run, else null. Changes nothing, and
 * does not keep it running.
 */
export async function runningEmbedded(dataDir: string): Promise<DatabaseAddress | null> {
  const clusterDir = joinPath(await realpath(dataDir), "postgres");
  const running = await runningServer({ clusterDir });
  return running?.socketDir ? addressAt(running.socketDir) : null;
}

function addressAt(socketDir: string): DatabaseAddress {
  return { host: socketDir, port: PORT, user: USER, database: DATABASE };
}

async function prepare(inputDataDir: string): Promise<Cluster> {
  const binaries = findBinaries();
  const dataDir = await openDataDir(inputDataDir);
  const clusterDir = joinPath(dataDir, "postgres");
  const identity = await chooseIdentity(binaries, dataDir, clusterDir);
  await ensureCluster(binaries, identity, clusterDir);
  const socketDir = await openSocketDir(dataDir, identity);
  return { binaries, identity, dataDir, clusterDir, socketDir, logFile: joinPath(dataDir, "postgres.log") };
}

/** The program works as an ordinary role: a hole in a query must not become a way to the host's files. */
async function makeDatabase(session: Session): Promise<void> {
  // Two instances that start together take turns.
  await session.query(`SELECT pg_advisory_lock(${ADVISORY_LOCKS.embeddedDatabase})`);
  const roles = await session.query(`SELECT 1 FROM pg_roles WHERE rolname = '${USER}'`);
  if (roles.length === 0) await session.query(`CREATE ROLE ${USER} LOGIN`);
  const databases = await session.query(`SELECT 1 FROM pg_database WHERE datname = '${DATABASE}'`);
  if (databases.length === 0) await session.query(`CREATE DATABASE ${DATABASE} OWNER ${USER}`);
  await session.query(`SELECT pg_advisory_unlock(${ADVISORY_LOCKS.embeddedDatabase})`);
}

function supervise(cluster: Cluster, first: Session, log: SupervisorLog): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const diskCheck = setInterval(async () => {
    const warning = await lowDiskWarning(cluster.dataDir);
    if (warning) log.warn(warning);
  }, DISK_CHECK_MS);
  diskCheck.unref();

  let session: Session | null = first;
  const keepRunning = async () => {
    while (session && !stopping.signal.aborted) {
      await session.ended;
      if (stopping.signal.aborted) return;
      log.error("PostgreSQL has stopped; starting it again");
      session = await rejoin(cluster, log, stopping.signal);
    }
  };
  const kept = keepRunning();

  const stop = async () => {
    clearInterval(diskCheck);
    stopping.abort();
    const last = session;
    if (last) await leave(cluster, last, log);
    await kept;
    // A restart that was under way when `stop` was called may have ended with a session after all.
    if (session && session !== last) await leave(cluster, session, log);
  };
  let stopped: Promise<void> | null = null;
  return {
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

/** Tries until it works or the program stops; null in the second case. */
async function rejoin(cluster: Cluster, log: SupervisorLog, stopping: AbortSignal): Promise<Session | null> {
  let lastMessage = "";
  for (let waitMs = RETRY_MS_MIN; !stopping.aborted; waitMs = Math.min(waitMs * 2, RETRY_MS_MAX)) {
    try {
      const session = await joinOrLaunch(cluster, log);
      log.info("PostgreSQL runs again");
      return session;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (message !== lastMessage) log.error(message);
      lastMessage = message;
      await sleep(waitMs, undefined, { signal: stopping }).catch(() => {});
    }
  }
  return null;
}

async function leave(cluster: Cluster, session: Session, log: SupervisorLog): Promise<void> {
  try {
    if (await session.leave()) await shutDown(cluster);
  } catch (error) {
    log.warn(
      `the embedded PostgreSQL was not stopped: ${error instanceof Error ? error.message : String(error)}`,
    );
  } finally {
    await session.close();
  }
}
