import type { ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";
import { type NamedValue, prepareMasking } from "../masking/masking.js";
import { maskingStream } from "../masking/masking-stream.js";
import { CapturedText } from "./captured-text.js";

export type OutputName = "stdout" | "stderr";

export interface OutputOptions {
  readonly secrets: readonly NamedValue[];
  readonly onOutput: ((text: string, output: OutputName) => void) | undefined;
  readonly outputBytesMax: number;
}

export interface Outputs {
  readonly stdout: CapturedText;
  readonly stderr: CapturedText;
  readonly unmasked: readonly string[];
  /** When both have ended. */
  readonly closed: Promise<unknown>;
  /** Ends both once they have been silent for a while. */
  closeWhenSilent(): void;
}

/** How long an output may be silent and open after its program has ended: something that it started then holds it. */
const SILENCE_MS_MAX = 2_000;

/**
 * Masks, tells and keeps what a program writes. To be called in the same turn as the program is started: Node throws away
 * the output of a program that ends before anyone reads it.
 */
export function watchOutputs(child: ChildProcess, options: OutputOptions): Outputs {
  const masking = prepareMasking(options.secrets);
  const stdout = new CapturedText(options.outputBytesMax);
  const stderr = new CapturedText(options.outputBytesMax);
  const closed = Promise.all([
    follow(child.stdout, "stdout", stdout),
    follow(child.stderr, "stderr", stderr),
  ]);
  // An error in the caller's callback ends the program, whose output nobody reads any more.
  closed.catch(() => child.kill("SIGTERM"));
  return { stdout, stderr, unmasked: masking.unmasked, closed, closeWhenSilent };

  async function follow(stream: Readable | null, name: OutputName, captured: CapturedText): Promise<void> {
    if (stream === null) return;
    const masked = maskingStream(masking);
    stream.on("error", () => masked.end());
    stream.on("close", () => masked.end());
    const decoder = new TextDecoder();
    for await (const chunk of stream.pipe(masked)) {
      captured.add(chunk);
      tell(decoder.decode(chunk, { stream: true }), name);
    }
    tell(decoder.decode(), name);
  }

  function closeWhenSilent(): void {
    const streams = [child.stdout, child.stderr];
    const timer = setTimeout(() => {
      for (const stream of streams) stream?.destroy();
    }, SILENCE_MS_MAX);
    for (const stream of streams) stream?.on("data", () => timer.refresh());
    void closed.finally(() => clearTimeout(timer)).catch(() => {});
  }

  function tell(text: string, name: OutputName): void {
    if (text !== "") options.onOutput?.(text, name);
  }
}
