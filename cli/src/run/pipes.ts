import { execFile } from "node:child_process";
import { closeSync, constants, openSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { promisify } from "node:util";

/** One output of a child: what it writes to, and where that comes out. */
export interface OutputPipe {
  readonly childEnd: number;
  readonly ourEnd: Readable;
}

export interface OutputPipes {
  readonly stdout: OutputPipe;
  readonly stderr: OutputPipe;
  /** Closes our copies of the child's ends, once it has its own. */
  release(): void;
}

/**
 * Pipes as a shell would make them, or null where that cannot be done. Node itself hands out sockets, which cannot be opened
 * as `/dev/stdout` or `/dev/stderr`, as scripts often do. The names of the pipes are gone again when this returns.
 */
export async function openPipes(): Promise<OutputPipes | null> {
  if (process.platform === "win32") return null;
  let folder: string | undefined;
  try {
    folder = await mkdtemp(join(tmpdir(), "strongroom-"));
    const [out, err] = [join(folder, "out"), join(folder, "err")];
    await promisify(execFile)("mkfifo", ["-m", "600", out, err]);
    const [stdout, stderr] = [pipeAt(out), pipeAt(err)];
    const release = () => [stdout, stderr].forEach(({ childEnd }) => void closeSync(childEnd));
    return { stdout, stderr, release };
  } catch {
    // A system without mkfifo or without a folder that can be written to.
    return null;
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
}

function pipeAt(path: string): OutputPipe {
  // Opening for reading first, without waiting for a writer, lets the other end open at once.
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  return { childEnd: openSync(path, "w"), ourEnd: new Socket({ fd, readable: true, writable: false }) };
}
