import { PassThrough } from "node:stream";
import { runCli } from "./program";
import type { Shell } from "./shell";

export interface Ran {
  readonly code: number;
  readonly output: string;
  readonly notes: string;
}

export interface Around {
  readonly env?: Record<string, string>;
  readonly folder?: string;
  /** What is piped in; with `terminal` it is typed. */
  readonly input?: string | Uint8Array;
  readonly terminal?: true;
}

/** Runs a command line in this process, with streams of its own. */
export async function cli(
  args: readonly string[],
  { env = {}, folder = "/", input = "", terminal }: Around = {},
): Promise<Ran> {
  const [overrides, output, notes] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const isTTY = terminal === true;
  const shell = {
    env: { NODE_ENV: "test", ...env },
    folder,
    input: Object.assign(overrides, { isTTY }),
    output: Object.assign(output, { isTTY }),
    notes: Object.assign(notes, { isTTY }),
    writeErrors: new Map(),
  };
  const written = [output, notes].map(collected);
  if (terminal) overrides.write(input);
  else overrides.end(input);
  const code = await runCli(shell as unknown as Shell, args);
  output.end();
  notes.end();
  const [out = "", err = ""] = await Promise.all(written);
  return { code, output: out, notes: err };
}

async function collected(stream: PassThrough): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
