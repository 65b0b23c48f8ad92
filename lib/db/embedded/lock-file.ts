import { link, readFile, readlink, realpath, rename, rm } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { runChild } from "./child";
import { codeOf } from "./disk";
import { socketName } from "./socket";

/** What PostgreSQL writes into `postmaster.pid`, and beside its socket. */
export interface LockFile {
  readonly path: string;
  readonly text: string;
  readonly pid: number;
  readonly clusterDir: string;
  /** Empty while the server is just starting. */
  readonly socketDir: string;
  readonly isReady: boolean;
}

/** Reads a lock file of PostgreSQL; null where there is none. Layout: PostgreSQL's src/include/utils/pidfile.h. */
export async function readLockFile(path: string): Promise<LockFile | null> {
  const text = await readFile(path, "utf8").catch((error) => {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  });
  if (text === null) return null;
  const [pid = "", clusterDir = "", , , socketDir = "", , , status = ""] = text.split("\n");
  return {
    path,
    text,
    pid: Number.parseInt(pid, 10),
    clusterDir,
    socketDir,
    isReady: status.startsWith("ready"),
  };
}

/**
 * Whether a PostgreSQL that wrote the file runs on this very folder. A number that now belongs to another program does not
 * count, nor does the server of a folder that this one was copied from. A socket that answers counts for the same path: in
 * another container the number means nothing.
 */
export async function isHeld(lock: LockFile, clusterDir: string): Promise<boolean> {
  if (!(lock.pid > 0)) return false;
  if (await runsOn(lock.pid, clusterDir)) return true;
  return lock.clusterDir === clusterDir && lock.socketDir !== "" && (await answers(lock.socketDir));
}

/** PostgreSQL works in its folder, also when that was moved since; where this cannot be seen, its command says it. */
async function runsOn(pid: number, clusterDir: string): Promise<boolean> {
  const command = await commandLine(pid);
  if (!command.includes("postgres")) return false;
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => null);
  if (folder === null) return command.includes(`-D ${clusterDir} `);
  return folder === (await realpath(clusterDir).catch(() => clusterDir));
}

/**
 * Removes a lock file whose holder is gone: PostgreSQL itself believes any living process with that number. Another
 * instance may have started the server in this very moment: then its file is put back.
 */
export async function removeStale(lock: LockFile): Promise<void> {
  const aside = `${lock.path}.stale-${process.pid}`;
  try {
    await rename(lock.path, aside);
    if ((await readFile(aside, "utf8")) !== lock.text) await link(aside, lock.path);
  } catch (error) {
    if (codeOf(error) !== "ENOENT" && codeOf(error) !== "EEXIST") throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

function answers(socketDir: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(join(socketDir, socketName));
    probe.once("connect", () => resolve(true)).once("error", () => resolve(false));
    probe.once("connect", () => probe.destroy());
  });
}

/** The words of a process, each followed by a space; empty when there is none. */
async function commandLine(pid: number): Promise<string> {
  if (process.platform === "linux") {
    const text = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    return text.replaceAll("\0", " ");
  }
  const { output } = await runChild(["ps", "-ww", "-p", String(pid), "-o", "args="]);
  return `${output.trim()} `;
}
