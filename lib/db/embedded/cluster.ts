import { randomBytes } from "node:crypto";
import { chmod, lchown, mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Binaries } from "./binaries";
import { runChild } from "./child";
import { checkDisk, codeOf, diskError } from "./disk";
import type { Identity } from "./identity";

/** A new cluster's settings; an operator may change them in its postgresql.conf. */
const INITIAL_SETTINGS = [
  "max_connections=100",
  "shared_buffers=64MB",
  // Plans made while tables were empty stay until ANALYZE: a new installation must not wait a minute for it.
  "autovacuum_naptime=10s",
  "min_wal_size=32MB",
  "max_wal_size=512MB",
  "io_method=sync",
  "jit=off",
];

const ABANDONED_AFTER_MS = 10 * 60 * 1000;

/**
 * Makes the cluster in `clusterDir` if there is none, and checks that this build's PostgreSQL can use the one that is
 * there. Throws an Error with one line to act on.
 */
export async function ensureCluster(
  binaries: Binaries,
  identity: Identity,
  clusterDir: string,
): Promise<void> {
  if (await isMissing(clusterDir)) await makeCluster(binaries, identity, clusterDir);
  await refuseOtherVersion(binaries, identity, clusterDir);
  await ensureOwner(identity, clusterDir);
}

/** An empty folder counts as missing: a mounted volume begins as one. */
async function isMissing(clusterDir: string): Promise<boolean> {
  try {
    return (await readdir(clusterDir)).length === 0;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return true;
    throw diskError(error, clusterDir);
  }
}

/** The cluster appears under its name only when it is whole, so an interrupted start leaves nothing half made. */
async function makeCluster(binaries: Binaries, identity: Identity, clusterDir: string): Promise<void> {
  const dataDir = dirname(clusterDir);
  await removeAbandoned(clusterDir);
  await checkDisk(dataDir, true);
  const making = `${clusterDir}.making-${process.pid}-${randomBytes(4).toString("hex")}`;
  try {
    await mkdir(making, { mode: 0o700 });
    await ensureOwner(identity, making);
    await initialise(binaries, identity, making);
    await rename(making, clusterDir);
    await syncFolder(dataDir);
  } catch (error) {
    await rm(making, { recursive: true, force: true });
    // Another instance was faster; its cluster is as good as ours.
    if (codeOf(error) === "ENOTEMPTY" || codeOf(error) === "EEXIST") return;
    throw codeOf(error) ? diskError(error, dataDir) : error;
  }
}

async function initialise(binaries: Binaries, identity: Identity, folder: string): Promise<void> {
  const { code, output } = await runChild([
    ...identity.prefix,
    binaries.initdb,
    `--pgdata=${folder}`,
    "--username=postgres",
    // Who can open the socket is decided by its folder, which only this user may enter.
    "--auth=trust",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
    ...INITIAL_SETTINGS.map((setting) => `--set=${setting}`),
  ]);
  if (code === 0) return;
  if (output.includes("No space left on device")) {
    throw new Error(`the disk of ${folder} became full while the database was made: free some space`);
  }
  const reason = output.split("\n").findLast((line) => /error|fatal/i.test(line)) ?? output.trim();
  throw new Error(`the database could not be made: ${reason.trim()}`);
}

/** Clears away what killed starts left. A folder whose maker still runs is left alone. */
async function removeAbandoned(clusterDir: string): Promise<void> {
  const dataDir = dirname(clusterDir);
  const prefix = `${basename(clusterDir)}.making-`;
  for (const name of await readdir(dataDir)) {
    if (!name.startsWith(prefix)) continue;
    const pid = Number.parseInt(name.slice(prefix.length), 10);
    const { mtimeMs } = await stat(join(dataDir, name));
    if (isAlive(pid) && Date.now() - mtimeMs < ABANDONED_AFTER_MS) continue;
    await rm(join(dataDir, name), { recursive: true, force: true });
  }
}

/** Our own number on an older folder is a coincidence: in a container a program often gets the same one again. */
function isAlive(pid: number): boolean {
  if (!(pid > 0) || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

async function refuseOtherVersion(binaries: Binaries, identity: Identity, clusterDir: string): Promise<void> {
  const found = await readFile(join(clusterDir, "PG_VERSION"), "utf8").catch((error) => {
    if (codeOf(error) === "ENOENT") return null;
    throw diskError(error, clusterDir);
  });
  if (found === null) {
    throw new Error(`${clusterDir} holds files but no database (PG_VERSION is missing): move them away`);
  }
  const { output } = await runChild([...identity.prefix, binaries.postgres, "--version"]);
  const ours = /\(PostgreSQL\) (\d+)/.exec(output)?.[1];
  if (found.trim() === ours) return;
  throw new Error(
    `the data in ${clusterDir} belongs to PostgreSQL ${found.trim()}, this build brings ${ours}: start the version of Strongroom that made it, back up there and restore here`,
  );
}

/** PostgreSQL insists on owning its files. Only root can and need give them away, and an interrupted walk is repeated. */
async function ensureOwner({ uid, gid }: Identity, folder: string): Promise<void> {
  const { uid: owner } = await stat(folder);
  if (owner === uid) return;
  if (process.getuid?.() !== 0) {
    throw new Error(`${folder} belongs to another user (number ${owner}): start Strongroom as that user`);
  }
  const entries = await readdir(folder, { recursive: true });
  for (const entry of entries) await lchown(join(folder, entry), uid, gid);
  await chmod(folder, 0o700);
  await lchown(folder, uid, gid);
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  await folder.sync().finally(() => folder.close());
}
