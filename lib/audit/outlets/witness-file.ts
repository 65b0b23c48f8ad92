import { constants } from "node:fs";
import { open } from "node:fs/promises";

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY, O_RDONLY } = constants;
const MODE = 0o600;
/** The end of a file that is looked at: some two hundred notes. */
const TAIL_BYTES = 64 * 1_024;

/** Appends a note and has it on the disk before this resolves. A line feed before it ends what a crash may have left half-written. */
export async function appendNote(path: string, note: string): Promise<void> {
  const file = await open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, MODE);
  try {
    await file.appendFile(`\n${note}`);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The notes of such a file as text: all of them, or those at its end. Empty where there is none yet. */
export async function readNotes(path: string, part: "all" | "last"): Promise<string> {
  const file = await open(path, O_RDONLY | O_NOFOLLOW).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (!file) return "";
  try {
    const { size } = await file.stat();
    const from = part === "all" ? 0 : Math.max(0, size - TAIL_BYTES);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from);
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await file.close();
  }
}
