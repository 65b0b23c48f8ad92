import { type ChildProcess, spawn } from "node:child_process";
import { failure } from "../errors.js";
import type { NamedValue } from "../masking/masking.js";
import { argumentsOf } from "./command.js";
import { type OutputName, type Outputs, watchOutputs } from "./outputs.js";
import type { Parameters } from "./parameters.js";

export interface ExecOptions {
  /** The names of the secrets that the program gets, and no others. */
  readonly secrets?: readonly string[];
  /** What it gets as `STRONGROOM_PARAM_<NAME>`, and all together as JSON in `STRONGROOM_PARAMS`. */
  readonly params?: Parameters;
  /** Called with each piece of masked output as it comes. */
  readonly onOutput?: (text: string, output: OutputName) => void;
  readonly cwd?: string;
  /** Set besides what is inherited; `undefined` removes. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Ends the program: SIGTERM, and SIGKILL five seconds later. */
  readonly signal?: AbortSignal;
  /** What the program reads from its standard input; nothing unless given. */
  readonly input?: string | Uint8Array;
  /** How many bytes of each output are kept for the result. 1 MiB unless given. */
  readonly outputBytesMax?: number;
  /** Variables that secrets may set though they can take over a process, such as `HTTP_PROXY`. */
  readonly allowTakeOver?: readonly string[];
}

export interface ExecResult {
  /** Null when a signal ended the program. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** Masked, and cut off at `outputBytesMax`. */
  readonly stdout: string;
  readonly stderr: string;
  readonly isTruncated: boolean;
  /** The names of secrets that are not masked: under four characters, common words, plain numbers of up to five digits. */
  readonly unmasked: readonly string[];
}

export interface Execution {
  readonly command: string | readonly string[];
  readonly options: ExecOptions;
  readonly environment: NodeJS.ProcessEnv;
  /** What must not appear in the output. */
  readonly secrets: readonly NamedValue[];
}

const OUTPUT_BYTES_MAX = 1_024 * 1_024;
const KILL_AFTER_MS = 5_000;

/** Runs a program without a shell, and answers when it has ended and its outputs are closed or silent. */
export async function execute({ command, options, environment, secrets }: Execution): Promise<ExecResult> {
  const { cwd, signal, input, onOutput, outputBytesMax = OUTPUT_BYTES_MAX } = options;
  const [program, ...args] = argumentsOf(command);
  if (signal?.aborted) throw failure("aborted", "The program was not started: the signal said stop.");
  const child = startSafely(program, () =>
    spawn(program, args, {
      env: environment,
      shell: false,
      windowsHide: true,
      ...(cwd !== undefined && { cwd }),
    }),
  );
  const ended = endOf(child, program);
  const letGo = endOnSignal(child, signal);
  // Preparing takes a while, in which the program starts.
  const outputs = watchOutputs(child, { secrets, onOutput, outputBytesMax });
  // A program that does not read its input is none of our business.
  child.stdin?.on("error", () => {});
  child.stdin?.end(input);
  try {
    const { code, signal: endSignal } = await ended;
    outputs.closeWhenSilent();
    await outputs.closed;
    if (signal?.aborted) throw failure("aborted", `${program} was ended: the signal said stop.`);
    return resultOf(outputs, code, endSignal);
  } finally {
    letGo();
  }
}

function resultOf(outputs: Outputs, exitCode: number | null, signal: string | null): ExecResult {
  const { stdout, stderr, unmasked } = outputs;
  const isTruncated = stdout.isTruncated || stderr.isTruncated;
  return { exitCode, signal, stdout: stdout.text(), stderr: stderr.text(), isTruncated, unmasked };
}

function startSafely(program: string, start: () => ChildProcess): ChildProcess {
  try {
    return start();
  } catch (error) {
    throw notStarted(program, error);
  }
}

function endOf(child: ChildProcess, program: string) {
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve, reject) => {
    child.on("error", (error) => reject(child.pid === undefined ? notStarted(program, error) : error));
    child.on("exit", (code, signal) => resolve({ code, signal }));
  });
  // Whoever waits for it gets the error; it must not count as unhandled until then.
  ended.catch(() => {});
  return ended;
}

function endOnSignal(child: ChildProcess, signal: AbortSignal | undefined): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const kill = () => {
    child.kill("SIGTERM");
    timer = setTimeout(() => child.kill("SIGKILL"), KILL_AFTER_MS);
    // What it started may keep the outputs open after it is gone.
    child.once("exit", () => [child.stdout, child.stderr].forEach((stream) => void stream?.destroy()));
  };
  signal?.addEventListener("abort", kill, { once: true });
  return () => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", kill);
  };
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such program, or no such folder to run it in",
  EACCES: "it may not be run",
  E2BIG: "its arguments and environment are larger than this system allows",
};

function notStarted(program: string, error: unknown) {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
  return failure("notStarted", `${program} could not be started: ${REASONS[code] ?? code}.`);
}
