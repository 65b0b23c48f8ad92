import { readdir, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import { hasNextKeyFile } from "@/lib/keys/key-file-rotation";
import { nextKeyFilePath } from "@/lib/keys/source";
import type { Environment } from "@/lib/platform/settings";
import { doubtful, type Finding, fine, sizeText, wordsOf, wrong } from "./finding";

const FREE_BYTES_MIN = 1024 ** 3;

/** The data directory, the key files in it, and its disk. */
export async function fileFindings(env: Environment, dataDir: string): Promise<Finding[]> {
  return [
    await folderFinding(dataDir),
    ...(await keyFileFindings(dataDir)),
    ...(await rotationFindings(env, dataDir)),
    await diskFinding(dataDir),
  ];
}

async function folderFinding(dataDir: string): Promise<Finding> {
  const what = "data folder";
  const found = await stat(dataDir).catch((error: NodeJS.ErrnoException) => error.code ?? "");
  if (found === "ENOENT") return fine(what, `${dataDir} is not there yet`);
  if (typeof found === "string")
    return wrong(what, `${dataDir} cannot be read (${found})`, "run this as the user that runs Strongroom");
  if (!found.isDirectory())
    return wrong(what, `${dataDir} is not a folder`, "name another with STRONGROOM_DATA_DIR");
  const mode = `mode 0${(found.mode & 0o777).toString(8)}`;
  const chmod = `run chmod 700 ${dataDir}`;
  if (found.mode & 0o022) return wrong(what, `other users can write in ${dataDir}, ${mode}`, chmod);
  if (found.mode & 0o055) return doubtful(what, `other users can look into ${dataDir}, ${mode}`, chmod);
  const self = process.geteuid?.();
  if (self !== undefined && found.uid !== self)
    return doubtful(
      what,
      `${dataDir} belongs to the user number ${found.uid}, and this runs as ${self}`,
      "run this as the user that runs Strongroom, or give the folder to that user",
    );
  return fine(what, `${dataDir} is for its owner only`);
}

/** Those in use and those kept for older backups. */
async function keyFileFindings(dataDir: string): Promise<Finding[]> {
  const names = await readdir(dataDir).catch(() => []);
  const open: Finding[] = [];
  for (const name of names.filter((candidate) => candidate.startsWith("master.key"))) {
    const path = join(dataDir, name);
    const { mode } = await stat(path).catch(() => ({ mode: 0 }));
    if (mode & 0o077)
      open.push(wrong("key files", `${path} can be read by other users`, `run chmod 600 ${path}`));
  }
  return open;
}

/** A rotation that was only prepared, or was interrupted, is left for the next one or the next start to go on with. */
async function rotationFindings(env: Environment, dataDir: string): Promise<Finding[]> {
  const what = "master key rotation";
  const todo = "run `master-key rotate` to use it; back it up together with master.key until then";
  try {
    if (!(await hasNextKeyFile(env, dataDir))) return [];
    return [wrong(what, `not finished: ${nextKeyFilePath(dataDir)} is there`, todo)];
  } catch (error) {
    return [wrong(what, wordsOf(error), "put the file right, or move it away if no rotation is under way")];
  }
}

async function diskFinding(dataDir: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(dataDir).catch(() => statfs("."));
  const free = bavail * bsize;
  if (free >= FREE_BYTES_MIN) return fine("disk", `${sizeText(free)} free`);
  return wrong(
    "disk",
    `only ${sizeText(free)} free; the database stops when none is left`,
    "free some space, or move the data folder to a larger disk",
  );
}
