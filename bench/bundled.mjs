import { spawn } from "node:child_process";
import { once } from "node:events";
import { basename, join } from "node:path";
import { text } from "node:stream/consumers";
import { build } from "esbuild";
import { root } from "../scripts/run.mjs";

/** Bundles a file of this folder as the program is bundled, runs it on an instance, and answers what it printed. */
export async function runBundled(env, file, args = []) {
  const outfile = join(root, "dist", `bench-${basename(file, ".ts")}.mjs`);
  await build({
    entryPoints: [join(root, "bench", file)],
    outfile,
    absWorkingDir: root,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "warning",
  });
  const stdio = ["ignore", "pipe", "inherit"];
  const child = spawn(process.execPath, [outfile, ...args], { cwd: root, env, stdio });
  const exit = once(child, "exit");
  const printed = await text(child.stdout);
  const [code] = await exit;
  if (code !== 0) throw new Error(`${file} ended with ${code}`);
  return printed;
}
