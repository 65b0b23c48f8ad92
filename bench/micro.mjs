import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { build } from "esbuild";
import { root } from "../scripts/run.mjs";

/** Bundles `micro.ts` as the program is bundled, runs it on an instance of its own, and answers what it measured. */
export async function measureParts(env) {
  const outfile = join(root, "dist", "bench-micro.mjs");
  await build({
    entryPoints: [join(root, "bench", "micro.ts")],
    outfile,
    absWorkingDir: root,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "warning",
  });
  const child = spawn(process.execPath, [outfile], { cwd: root, env, stdio: ["ignore", "pipe", "inherit"] });
  const exit = once(child, "exit");
  const printed = await text(child.stdout);
  const [code] = await exit;
  if (code !== 0) throw new Error(`the measurement of parts ended with ${code}`);
  return JSON.parse(printed);
}
