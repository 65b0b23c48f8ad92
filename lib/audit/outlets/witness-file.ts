import { constants } from "node:fs";
import { open } from "node:fs/promises";

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = constants;
const MODE = 0o600;

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
