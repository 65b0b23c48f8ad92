import { spawnSync } from "node:child_process";
import { chown, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isHeld, readLockFile } from "@/lib/db/embedded/lock-file";
import { afterwards } from "./afterwards";

/** A new folder, mode 0700; after the test, or the file at whose top it is made, a database that still runs in it is killed and the folder removed. */
export async function scratchDir(owner?: { uid: number; gid: number }): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "strongroom-test-"));
  if (owner) await chown(folder, owner.uid, owner.gid);
  afterwards(async () => {
    const postmaster = await postmasterOf(folder);
    if (postmaster) process.kill(postmaster, "SIGKILL");
    await rm(folder, { recursive: true, force: true, maxRetries: 20 });
  });
  return folder;
}

/** Process number of the database that runs in a data directory, or null. */
export async function postmasterOf(dataDir: string): Promise<number | null> {
  const lock = await readLockFile(join(dataDir, "postgres", "postmaster.pid"));
  return lock && (await isHeld(lock, join(dataDir, "postgres"))) ? lock.pid : null;
}

/** Kills the database that runs in a data directory, as a crash would, and returns what its process number was. */
export async function killPostmaster(dataDir: string): Promise<number> {
  const pid = await postmasterOf(dataDir);
  if (pid === null) throw new Error(`no database runs in ${dataDir}`);
  process.kill(pid, "SIGKILL");
  return pid;
}

export const isRoot = process.getuid?.() === 0;

/** What runs a command as `nobody`, without any of root's rights; null where that cannot be done. */
export async function asNobody(): Promise<{ prefix: string[]; uid: number; gid: number } | null> {
  const passwd = await readFile("/etc/passwd", "utf8").catch(() => "");
  const [, , uid = "", gid = ""] =
    passwd
      .split("\n")
      .find((line) => line.startsWith("nobody:"))
      ?.split(":") ?? [];
  const prefix = ["setpriv", `--reuid=${uid}`, `--regid=${gid}`, "--clear-groups", "--inh-caps=-all", "--"];
  const [program = "", ...rest] = [...prefix, "true"];
  if (!isRoot || spawnSync(program, rest).status !== 0) return null;
  return { prefix, uid: Number(uid), gid: Number(gid) };
}
