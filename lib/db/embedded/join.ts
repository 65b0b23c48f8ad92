import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import { checkDisk } from "./disk";
import type { LockFile } from "./lock-file";
import { type Cluster, type Launch, launch, runningServer, shutDown } from "./server";
import { join, type Session } from "./session";

export type SupervisorLog = Pick<Logger, "info" | "warn" | "error">;

const POLL_MS = 25;
const LAUNCHES_MAX = 12;
const LAUNCH_RETRY_MS = 500;
/** After this much waiting the log says that it goes on; recovery after a crash may take minutes. */
const STILL_WAITING_MS = 10_000;
/** A server that calls itself ready and cannot be reached for this long has lost its socket. */
const UNREACHABLE_MS = 3_000;

/** What heals by trying again: a killed server's last children, or another instance that is faster. */
const PASSING = /already exists|pre-existing shared memory|already in use|is another|is shut down/i;

/** Joins the running server of a cluster, or launches it and joins. Throws an Error with one line to act on. */
export async function joinOrLaunch(cluster: Cluster, log: SupervisorLog): Promise<Session> {
  let launched: Launch | null = null;
  for (let launches = 0; ; ) {
    const running = await runningServer(cluster);
    const session = running ? await waitFor(cluster, running, log) : null;
    if (session) return session;
    if (launched?.isRunning()) {
      await sleep(POLL_MS);
      continue;
    }
    if (launched) await accept(await launched.reason(), launches, cluster.logFile);
    if (!launched) await checkDisk(cluster.dataDir, false);
    if (await runningServer(cluster)) continue;
    launched = await launch(cluster);
    launches += 1;
  }
}

/** Decides about a launch that ended: waits a moment for what passes, throws on the rest. */
async function accept(reason: string, launches: number, logFile: string): Promise<void> {
  if (reason.includes("No space left on device")) {
    throw new Error("the database cannot start because its disk is full: free some space");
  }
  if (!PASSING.test(reason) || launches >= LAUNCHES_MAX) {
    throw new Error(`PostgreSQL did not start: ${reason} (see ${logFile})`);
  }
  await sleep(LAUNCH_RETRY_MS);
}

/** Waits for a server that runs to let us in; null when it has ended instead. */
async function waitFor(cluster: Cluster, running: LockFile, log: SupervisorLog): Promise<Session | null> {
  const start = Date.now();
  let nextNoteMs = STILL_WAITING_MS;
  for (let lock: LockFile | null = running; lock; lock = await runningServer(cluster)) {
    const joined = lock.socketDir === "" ? "busy" : await join(lock.socketDir);
    if (typeof joined === "object") return joined;
    const waitedMs = Date.now() - start;
    if (joined === "absent" && lock.isReady && waitedMs > UNREACHABLE_MS) {
      log.warn("PostgreSQL runs without its socket; starting it again");
      await shutDown(cluster);
    }
    if (waitedMs > nextNoteMs) {
      log.info(
        `waiting for PostgreSQL, which is starting, recovering or stopping (${Math.round(waitedMs / 1000)} s)`,
      );
      nextNoteMs += STILL_WAITING_MS;
    }
    await sleep(POLL_MS);
  }
  return null;
}
