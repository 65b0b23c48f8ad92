import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { must, root, step } from "./run.mjs";

/**
 * The program of another Node, from the package that npm has for this system; kept in `node_modules/.cache`. `version` is
 * what npm takes: 24, 24.22 or 24.22.3.
 */
export async function otherNode(version) {
  if (!/^\d+(\.\d+){0,2}$/.test(version))
    throw new Error(`--node takes a version such as 24, not ${version}`);
  const name = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  const folder = join(root, "node_modules", ".cache", `node-${version}`);
  const program = join(folder, "node_modules", name, "bin", "node");
  if (!existsSync(program)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
    const args = ["install", "--prefix", folder, "--no-audit", "--no-fund", `${name}@${version}`];
    await step(`Installing Node ${version}`, () => must(`Installing Node ${version}`, "npm", args));
  }
  const found = await must("Asking Node for its version", program, ["--version"]);
  process.stdout.write(`The suites run on Node ${found.trim()}\n`);
  return program;
}
