import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { buildCli } from "../../cli/build.mjs";

export interface CliRun {
  readonly child: ChildProcess;
  /** What it wrote so far. */
  output(): string;
  notes(): string;
  /** How it ended: its exit code, or the signal. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
}

export interface CliResult {
  readonly code: number | NodeJS.Signals | null;
  readonly output: string;
  readonly notes: string;
}

export interface CliOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Buffer;
}

/** The built CLI alone in a folder of its own, with no more around it than a key. Call it at the top of a test file. */
export async function installedCli(around: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), "strongroom-cli-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const program = join(folder, "strongroom.mjs");
  await buildCli(program);
  const elsewhere = join(folder, "elsewhere");
  mkdirSync(elsewhere);
  const base = { PATH: process.env.PATH ?? "", HOME: folder, ...around };

  function start(args: readonly string[], { env = {}, input }: CliOptions = {}): CliRun {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: elsewhere,
      env: { NODE_ENV: "production", ...base, ...env },
      stdio: ["pipe", "pipe", "pipe"],
    });
    const [output, notes] = [child.stdout, child.stderr].map(gathered);
    child.stdin.on("error", () => {});
    child.stdin.end(input);
    const ended = new Promise<number | NodeJS.Signals | null>((resolve) =>
      child.on("close", (code, signal) => resolve(signal ?? code)),
    );
    return { child, ended, output: output ?? String, notes: notes ?? String };
  }

  async function run(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
    const { ended, output, notes } = start(args, options);
    const code = await ended;
    return { code, output: output(), notes: notes() };
  }

  return { folder: elsewhere, home: folder, program, start, run };
}

function gathered(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString("utf8");
}
