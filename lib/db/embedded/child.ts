import { spawn } from "node:child_process";

const SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";

export interface Outcome {
  /** 0 on success; 127 when the program could not be started. */
  readonly code: number;
  /** Standard output and standard error, in the order in which they came. */
  readonly output: string;
}

/** What PostgreSQL's programs get to see: nothing of this program's settings, least of all its keys. */
export function childEnvironment(): NodeJS.ProcessEnv {
  return { NODE_ENV: "production", PATH: `${process.env.PATH ?? ""}:${SYSTEM_PATH}`, LC_ALL: "C", TZ: "UTC" };
}

/** Runs a program to its end. Never rejects. */
export function runChild(command: readonly string[]): Promise<Outcome> {
  const [program = "", ...rest] = command;
  return new Promise((resolve) => {
    const child = spawn(program, rest, {
      env: childEnvironment(),
      cwd: "/",
      stdio: ["ignore", "pipe", "pipe"],
    });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.once("error", (error) => resolve({ code: 127, output: error.message }));
    child.once("close", (code) => resolve({ code: code ?? 128, output: Buffer.concat(chunks).toString() }));
  });
}
