import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { constants } from "node:os";
import type { Readable, Transform } from "node:stream";
import { printable } from "../printable";
import { note, type Shell } from "../shell";
import { passOutput } from "./output";
import { type OutputPipes, openPipes } from "./pipes";

/** Codes of a shell for a program that cannot be started. */
const NOT_FOUND = 127;
const NOT_RUNNABLE = 126;

export interface ChildOptions {
  /** The program and its arguments, handed on as they are: no shell looks at them. */
  readonly command: readonly string[];
  readonly variables: NodeJS.ProcessEnv;
  /** A new mask for one output, or null to let the child have ours, terminal and all. */
  readonly mask: (() => Transform) | null;
}

export interface Child {
  /** Its code, as soon as it has ended. */
  readonly exited: Promise<number>;
  /** The same, once all of its output is passed on too. */
  readonly ended: Promise<number>;
  /** Undefined when it could not be started. */
  readonly pid: number | undefined;
  signal(signal: NodeJS.Signals): void;
}

/** Starts the program. What keeps it from starting is told, and becomes a code as in a shell: 127 not found, 126 otherwise. */
export async function startChild(shell: Shell, options: ChildOptions): Promise<Child> {
  const [program = "", ...args] = options.command;
  const pipes = options.mask ? await openPipes() : null;
  try {
    const child = spawn(program, args, spawnOptions(options, pipes));
    const exited = exitCode(child).catch((error: unknown) => notStarted(shell, program, error));
    const outputs = outputsOf(child, pipes);
    const passed =
      options.mask && outputs ? passOutput(shell, { outputs, exited, mask: options.mask }) : null;
    return {
      exited,
      ended: Promise.all([exited, passed]).then(([code]) => code),
      pid: child.pid,
      signal: (signal) => void child.kill(signal),
    };
  } catch (error) {
    for (const pipe of pipes ? [pipes.stdout, pipes.stderr] : []) pipe.ourEnd.destroy();
    const exited = Promise.resolve(notStarted(shell, program, error));
    return { exited, ended: exited, pid: undefined, signal: () => {} };
  } finally {
    pipes?.release();
  }
}

function spawnOptions({ variables, mask }: ChildOptions, pipes: OutputPipes | null): SpawnOptions {
  if (!mask) return { env: variables, stdio: "inherit" };
  if (!pipes) return { env: variables, stdio: ["inherit", "pipe", "pipe"] };
  return { env: variables, stdio: ["inherit", pipes.stdout.childEnd, pipes.stderr.childEnd] };
}

function outputsOf({ stdout, stderr }: ChildProcess, pipes: OutputPipes | null): [Readable, Readable] | null {
  if (pipes) return [pipes.stdout.ourEnd, pipes.stderr.ourEnd];
  return stdout && stderr ? [stdout, stderr] : null;
}

function exitCode(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", (error) => {
      // A signal that cannot be delivered is an error too, of a child that runs.
      if (child.pid === undefined) reject(error);
    });
    child.once("exit", (code, signal) => resolve(signal ? 128 + constants.signals[signal] : (code ?? 1)));
  });
}

function notStarted(shell: Shell, program: string, error: unknown): number {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
  note(shell, `cannot start ${printable(program)}: ${reasonOf(code)}`);
  return code === "ENOENT" ? NOT_FOUND : NOT_RUNNABLE;
}

function reasonOf(code: string): string {
  switch (code) {
    case "ENOENT":
      return "there is no such program";
    case "EACCES":
      return "it is not a program that may be run";
    case "E2BIG":
      return "the environment is too large for this system: hand over fewer secrets with --only";
    default:
      return code;
  }
}
