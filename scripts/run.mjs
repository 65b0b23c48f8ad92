import { spawn } from "node:child_process";
import { setPriority } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the checkout. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** A program that a package of node_modules brings, run by this Node: shims in `.bin` differ from system to system. */
export const tool = (path) => join(root, "node_modules", path);

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/** The programs of the steps that run now. */
const running = new Set();

function endAll(signal) {
  for (const child of running) child.kill(signal);
  process.exit(EXIT_CODES[signal]);
}

/** Ends a step together with this program, for as long as the step runs. Returns how to let go of it. */
function endGroup(child) {
  if (running.size === 0) for (const signal of Object.keys(EXIT_CODES)) process.on(signal, endAll);
  running.add(child);
  return () => {
    running.delete(child);
    if (running.size === 0) for (const signal of Object.keys(EXIT_CODES)) process.off(signal, endAll);
  };
}

/**
 * Runs a program and returns its exit code and output. `quiet` holds the output back; it is for steps whose output
 * matters only when they fail. `niceness` above 0 leaves the processors to others first.
 */
export function run(command, args, { env = {}, quiet = false, input = "ignore", niceness = 0 } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = quiet ? [input, "pipe", "pipe"] : [input, "inherit", "inherit"];
    const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio });
    if (niceness > 0 && child.pid) setPriority(child.pid, niceness);
    const letGo = endGroup(child);
    let output = "";
    for (const stream of quiet ? [child.stdout, child.stderr] : []) {
      stream.setEncoding("utf8").on("data", (text) => {
        output += text;
      });
    }
    child.on("error", reject);
    child.on("close", (code, signal) => {
      letGo();
      resolve({ code: code ?? (signal ? 1 : 0), output });
    });
  });
}

/** Runs a step that must succeed: its output is shown when it does not, and the program ends. */
export async function must(title, command, args, options = {}) {
  const { code, output } = await run(command, args, { quiet: true, ...options });
  if (code === 0) return output;
  process.stderr.write(output);
  throw new Error(`${title} failed (exit code ${code})`);
}

/** Says what is going on, and how long it took. */
export async function step(title, work) {
  const startedAt = performance.now();
  process.stdout.write(`${title} …\n`);
  const result = await work();
  process.stdout.write(`${title}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`);
  return result;
}

/** Ends the program with one line when the work fails. */
export function main(work) {
  work().catch((error) => {
    process.stderr.write(`${process.env.STRONGROOM_LOG_LEVEL === "debug" ? error.stack : error.message}\n`);
    process.exitCode = 1;
  });
}
