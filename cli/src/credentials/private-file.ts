import { randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  fstatSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { usage } from "../failure";

const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;
const OTHERS = 0o077;

/**
 * The text of a file that only its owner can read, or null when there is none. A symbolic link, someone else's file, or one
 * that others can read is refused with what to do about it: what lies there is a key, or was put there by somebody.
 */
export function readPrivateFile(path: string): string | null {
  const file = openExisting(path);
  if (file === null) return null;
  try {
    refuseUnlessPrivate(dirname(path), lstatSync(dirname(path)), "folder");
    refuseUnlessPrivate(path, fstatSync(file), "file");
    return readFileSync(file, "utf8");
  } finally {
    closeSync(file);
  }
}

/** Writes a file as a whole or not at all, readable by its owner alone, in a folder that is so too. */
export function writePrivateFile(path: string, text: string): void {
  withDraft(path, text, (draft) => renameSync(draft, path));
}

/** Makes such a file unless there is one, and returns what it holds: of several that do so at once one wins. */
export function createPrivateFile(path: string, text: string): string {
  withDraft(path, text, (draft) => {
    try {
      linkSync(draft, path);
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
    }
  });
  return readPrivateFile(path) ?? text;
}

/** Hands over a whole file in the same folder, and takes it away if it is still there afterwards. */
function withDraft(path: string, text: string, use: (draft: string) => void): void {
  const folder = dirname(path);
  mkdirSync(dirname(folder), { recursive: true });
  mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
  refuseUnlessPrivate(folder, lstatSync(folder), "folder");
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  try {
    writeFileSync(draft, text, { mode: FILE_MODE, flag: "wx", flush: true });
    use(draft);
  } finally {
    rmSync(draft, { force: true });
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** Opens without following a link at the end of the path, and without waiting should it be a pipe. */
function openExisting(path: string): number | null {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    if (code === "ELOOP") throw usage(`${path} is a symbolic link, which is not followed: put a file there`);
    if (code === "EACCES") throw usage(`${path} cannot be read: it belongs to someone else`);
    throw error;
  }
}

function refuseUnlessPrivate(path: string, found: Stats, wanted: "file" | "folder"): void {
  if (found.isSymbolicLink()) throw usage(`${path} is a symbolic link, which is not followed`);
  const isWanted = wanted === "file" ? found.isFile() : found.isDirectory();
  if (!isWanted) throw usage(`${path} is not a ${wanted}`);
  const user = process.geteuid?.();
  if (user === undefined) return;
  if (found.uid !== user) throw usage(`${path} belongs to another user, so it is not used`);
  if ((found.mode & OTHERS) === 0) return;
  const mode = wanted === "file" ? "600" : "700";
  throw usage(`${path} is open to other users, so it is not used: chmod ${mode} ${path}`);
}
