import type { Readable, Transform, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { isReaderGone, type Shell, warn } from "../shell";

/** How long outputs may stay silent and open after the child has ended: something else then holds them. */
const LINGER_MS = 10_000;

export interface MaskedOutput {
  /** Standard output and standard error of the child. */
  readonly outputs: readonly [Readable, Readable];
  readonly exited: Promise<unknown>;
  readonly mask: () => Transform;
}

interface Passage {
  readonly from: Readable;
  readonly to: Writable;
}

/** Passes both outputs of a child through masks of their own, as fast as the reader takes them. Settles once they are closed. */
export async function passOutput(shell: Shell, { outputs, exited, mask }: MaskedOutput): Promise<void> {
  const [stdout, stderr] = outputs;
  const passages = [
    { from: stdout, to: shell.output },
    { from: stderr, to: shell.notes },
  ];
  const passing = Promise.all(passages.map((passage) => pass(shell, passage, mask)));
  const settled = stopWhenAbandoned(shell, exited, passages);
  await passing;
  settled();
}

async function pass(shell: Shell, { from, to }: Passage, mask: () => Transform): Promise<void> {
  try {
    // What writes nothing need not wait for a mask.
    if (await hasOutput(from)) await pipeline(from, mask(), to, { end: false });
  } catch {
    // Whoever read this output has gone, or it was given up: the child notices when it writes again.
    from.destroy();
    await new Promise(setImmediate);
    const error = shell.writeErrors.get(to);
    if (error && !isReaderGone(error))
      warn(shell, `the program's output could not be written: ${error.message}`);
  }
}

/** Waits for the first bytes, which stay to be read, or for the end. */
function hasOutput(from: Readable): Promise<boolean> {
  return new Promise((resolve) => {
    from.on("error", () => {});
    from.once("close", () => resolve(false));
    from.once("data", (chunk: Buffer) => {
      from.pause();
      from.unshift(chunk);
      resolve(true);
    });
  });
}

/** A program that the child left behind may hold its outputs open for ever. */
function stopWhenAbandoned(shell: Shell, exited: Promise<unknown>, passages: readonly Passage[]): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isSettled = false;
  const restart = () => {
    clearTimeout(timer);
    if (!isSettled) timer = setTimeout(check, LINGER_MS);
  };
  const check = () => {
    if (passages.some(isHeldUp)) return restart();
    warn(
      shell,
      "the program has ended, but another that it started holds its output open; not waiting for that one",
    );
    for (const { from } of passages) from.destroy();
  };
  void exited.then(() => {
    restart();
    for (const { from } of passages) from.on("data", restart);
  });
  return () => {
    isSettled = true;
    clearTimeout(timer);
  };
}

/** Whether what is silent is only our reader, such as a pager that waits for a key. */
function isHeldUp({ from, to }: Passage): boolean {
  return to.writableNeedDrain || from.readableLength > 0;
}
