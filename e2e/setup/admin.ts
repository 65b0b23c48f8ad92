import { join, resolve } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { build } from "esbuild";
import type { InstanceEnv } from "./instance";

const root = resolve(import.meta.dirname, "../..");
const BUNDLE = join(root, "node_modules/.cache/strongroom-test/admin.mjs");

/** Makes the one file that `runAdmin` loads: before the first test, by whoever sets up. */
export async function bundleAdmin(): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: ["lib/admin/program.ts"],
    outfile: BUNDLE,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    // The guard against importing server code into a browser bundle throws outside of Next.
    alias: { "server-only": "./node_modules/server-only/empty.js" },
    logLevel: "error",
  });
}

/**
 * Runs an operator's command on an instance and answers what it printed. Throws with its errors when it fails. Runs in this
 * process: one of its own would take a second to start.
 */
export async function runAdmin(env: InstanceEnv, args: readonly string[], input = ""): Promise<string> {
  const admin: typeof import("@/lib/admin/program") = await import(BUNDLE);
  const [typed, output, notes] = [new PassThrough(), new PassThrough(), new PassThrough()];
  typed.end(input);
  const shell = { env, root, input: typed, output, notes } as unknown as Parameters<typeof admin.runAdmin>[0];
  const printed = Promise.all([text(output), text(notes)]);
  const code = await admin.runAdmin(shell, args);
  output.end();
  notes.end();
  const [answer, errors] = await printed;
  if (code !== 0) throw new Error(`${args.slice(0, 2).join(" ")} ended with ${code}: ${errors}${answer}`);
  return answer;
}
