import { spawn } from "node:child_process";
import { type MasterKey, parseMasterKey } from "@/lib/crypto/master-key";

/** A key server that does not answer must not hold the start for ever. */
const COMMAND_MS_MAX = 30_000;
/** A key and its line end; what is longer is no key, and is not kept. */
const OUTPUT_BYTES_MAX = 128;

/**
 * The master key that a shell command prints: 64 hex digits and at most one line end. What it prints stays in memory; what it
 * says on its standard error goes to ours. Throws an Error with one line when it fails, takes too long, or prints anything else.
 */
export async function keyFromCommand(
  command: string,
  name: string,
  { timeoutMs = COMMAND_MS_MAX }: { readonly timeoutMs?: number } = {},
): Promise<MasterKey> {
  const child = spawn(command, { shell: true, stdio: ["ignore", "pipe", "inherit"], detached: true });
  const chunks: Buffer[] = [];
  let size = 0;
  let isLate = false;
  child.stdout.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size <= OUTPUT_BYTES_MAX) chunks.push(chunk);
  });
  const timer = setTimeout(() => {
    isLate = true;
    killAll(child.pid);
  }, timeoutMs);
  const ended = await new Promise<string | null>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code, signal) =>
      resolve(code === 0 ? null : `it ended with ${signal ?? `exit code ${code}`}`),
    );
  });
  clearTimeout(timer);
  if (isLate) throw new Error(`${name}: the command printed no key within ${timeoutMs / 1_000} seconds`);
  if (ended !== null) throw new Error(`${name}: the command failed: ${ended}`);
  if (size > OUTPUT_BYTES_MAX)
    throw new Error(`${name}: a master key is 64 hex digits, the command printed ${size} bytes`);
  return parseMasterKey(
    Buffer.concat(chunks)
      .toString("utf8")
      .replace(/\r?\n$/, ""),
    name,
  );
}

/** The shell and what it started: one of them may hold the output open. */
function killAll(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
  } catch {
    // It ended at this moment.
  }
}
