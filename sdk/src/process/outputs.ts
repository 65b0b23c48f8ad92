import type { ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";
import { type NamedValue, prepareMasking } from "../masking/masking.js";
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
}

/** Masks, tells and keeps what a program writes. */
export async function watchOutputs(child: ChildProcess, options: OutputOptions): Promise<Outputs> {
  const { maskingStream } = await import("../masking/masking-stream.js");
  const masking = prepareMasking(options.secrets);
  const stdout = new CapturedText(options.outputBytesMax);
  const stderr = new CapturedText(options.outputBytesMax);
  const closed = Promise.all([
    follow(child.stdout, "stdout", stdout),
    follow(child.stderr, "stderr", stderr),
  ]);
  return { stdout, stderr, unmasked: masking.unmasked, closed };

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

  function tell(text: string, name: OutputName): void {
    if (text !== "") options.onOutput?.(text, name);
  }
}
