import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { must, root, tool } from "./run.mjs";

const SDK = join(root, "sdk");

/** Makes what the SDK's package holds in `sdk/dist`: one file for servers, one that refuses browsers, and the types. */
export async function bundleSdk() {
  const out = join(SDK, "dist");
  rmSync(out, { recursive: true, force: true });
  const esbuild = await import("esbuild");
  await esbuild.build({
    absWorkingDir: SDK,
    entryPoints: ["src/index.ts", "src/browser.ts"],
    outdir: "dist",
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    legalComments: "none",
    logLevel: "warning",
  });
  await esbuild.stop();
  await must("tsc", process.execPath, [tool("typescript/bin/tsc"), "-p", join(SDK, "tsconfig.json")]);
}

export function isSdkBuilt() {
  return existsSync(join(SDK, "dist", "index.js")) && existsSync(join(SDK, "dist", "index.d.ts"));
}
