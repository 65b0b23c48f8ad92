import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { root } from "../scripts/run.mjs";
import { number } from "./table.mjs";

const RUNS = 25;
const CLI = join(root, "cli", "dist", "strongroom.mjs");

/** Measures what `strongroom run` adds to the start of a program, beside a start of Node that does nothing. */
export async function measureCli({ origin, key }) {
  const env = { ...process.env, STRONGROOM_URL: origin, STRONGROOM_API_KEY: key };
  const commands = [
    ["true", []],
    [process.execPath, ["-e", "0"]],
    [process.execPath, [CLI, "run", "--", "true"]],
  ];
  const times = commands.map(() => []);
  // In turns, so that whatever else the machine does falls on all of them.
  for (let run = 0; run < RUNS; run += 1) {
    for (const [at, [program, args]] of commands.entries()) times[at].push(await timeOf(program, args, env));
  }
  const [bare, node, cli] = times.map(median);
  return [
    ["`strongroom run -- true`, more than plain `true`", `${number(cli - bare)} ms`],
    ["of that, Node itself (`node -e 0`)", `${number(node - bare)} ms`],
  ];
}

async function timeOf(program, args, env) {
  const startedAt = performance.now();
  const [code] = await once(spawn(program, args, { env, stdio: "ignore" }), "exit");
  if (code !== 0) throw new Error(`${[program, ...args].join(" ")} ended with ${code}`);
  return performance.now() - startedAt;
}

function median(times) {
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
}
