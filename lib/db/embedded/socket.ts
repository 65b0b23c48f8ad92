import { createHash } from "node:crypto";
import { chmod, chown, lstat } from "node:fs/promises";
import { join } from "node:path";
import { codeOf, diskError, mkdirUnlessThere } from "./disk";
import type { Identity } from "./identity";

/** Only part of the socket's name: nothing listens on a network. */
export const PORT = 5432;
export const socketName = `.s.PGSQL.${PORT}`;

/** The room in `sockaddr_un`: 108 bytes on Linux, 104 on macOS, one of them for the end. */
const PATH_BYTES_MAX = process.platform === "darwin" ? 103 : 107;

/**
 * Makes the folder of the socket, inside one that only this user may enter, and returns its path: the same at every
 * start. Where the path would be too long for a socket, it lies under /tmp.
 */
export async function openSocketDir(dataDir: string, { uid, gid }: Identity): Promise<string> {
  const holder = fits(join(dataDir, "run")) ? join(dataDir, "run") : shortHolder(dataDir);
  const socketDir = join(holder, "pg");
  try {
    await mkdirUnlessThere(holder);
    await refuseForeign(holder);
    await mkdirUnlessThere(socketDir);
    if (process.getuid?.() === 0) await chown(socketDir, uid, gid);
    return socketDir;
  } catch (error) {
    throw codeOf(error) ? diskError(error, socketDir) : error;
  }
}

function fits(holder: string): boolean {
  return Buffer.byteLength(join(holder, "pg", socketName)) <= PATH_BYTES_MAX;
}

function shortHolder(dataDir: string): string {
  return `/tmp/strongroom-${createHash("sha256").update(dataDir).digest("hex").slice(0, 16)}`;
}

/** In a shared folder somebody else may have made ours first, to stand between us and the database. */
async function refuseForeign(holder: string): Promise<void> {
  const found = await lstat(holder);
  const self = process.getuid?.();
  if (!found.isDirectory() || (found.uid !== self && self !== 0)) {
    throw new Error(
      `${holder} belongs to someone else: remove it, or name a data directory with a shorter path`,
    );
  }
  await chmod(holder, 0o700);
}
