import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll } from "vitest";

/** Bundles a file as a program that a test starts with `fork`, and returns where it is until the tests of the file are over. */
export async function bundledProgram(entry: string): Promise<string> {
  // Inside node_modules, so that the packages that the bundle leaves out are found from there.
  const folder = await mkdtemp(join(process.cwd(), "node_modules", ".program-test-"));
  afterAll(() => rm(folder, { recursive: true }));
  const outfile = join(folder, "program.mjs");
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    // The guard against importing server code into a browser bundle throws outside of Next.
    alias: { "@": process.cwd(), "server-only": join(process.cwd(), "node_modules/server-only/empty.js") },
    logLevel: "warning",
  });
  return outfile;
}
