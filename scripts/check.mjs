import { rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { generate } from "./build.mjs";
import { checkNode, install } from "./install.mjs";
import { main, root, run, tool } from "./run.mjs";

const SOURCES = ["app", "components", "lib", "sdk", "cli", "test", "e2e"];

/** What looks at the sources without running them: [name, tool, arguments]. */
const CHECKS = [
  ["format and lint", "@biomejs/biome/bin/biome", ["ci", "--colors=off", "."]],
  ["types", "typescript/bin/tsc", ["--noEmit", "--incremental", "false"]],
  [
    "layers",
    "dependency-cruiser/bin/dependency-cruise.mjs",
    ["--config", ".dependency-cruiser.cjs", ...SOURCES],
  ],
  ["unused code", "knip/bin/knip.js", ["--no-progress"]],
  ["plain words", "../scripts/words.mjs", []],
  ["paths in texts", "../scripts/paths.mjs", []],
  ["description of the API", "../scripts/openapi.mjs", ["--check"]],
  ["page that verifies evidence", "../scripts/audit-page.mjs", ["--check"]],
  ["types of the API in the SDK", "../scripts/api-types.mjs", ["--check"]],
];

/** Tests that run beside the checks have clocks to keep up with. */
const NICENESS = 10;

/** Runs all checks at once, shows what fails, and returns how many passed and which failed. */
export async function check() {
  rmSync(join(root, "tsconfig.tsbuildinfo"), { force: true });
  const failures = [];
  await Promise.all(
    CHECKS.map(async ([name, program, args]) => {
      const options = { quiet: true, niceness: NICENESS };
      const { code, output } = await run(process.execPath, [tool(program), ...args], options);
      process.stdout.write(`check ${name}: ${code === 0 ? "passed" : `FAILED\n${output}`}\n`);
      if (code !== 0) failures.push(name);
    }),
  );
  return { passed: CHECKS.length - failures.length, failed: failures.length, failures };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  main(async () => {
    checkNode();
    await install();
    await generate();
    const { failed } = await check();
    if (failed > 0) throw new Error(`${failed} of ${CHECKS.length} checks failed`);
  });
}
