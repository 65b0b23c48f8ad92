import { parseArgs } from "node:util";
import { generate } from "./build.mjs";
import { checkNode, install } from "./install.mjs";
import { main, run, tool } from "./run.mjs";

/** Breaks things while the program works, counts what was lost, and prints a table; exit code 1 unless that was nothing. */
main(async () => {
  const { values } = parseArgs({
    options: {
      /** A few of each cheap kind, as among all tests. */
      short: { type: "boolean", default: false },
      /** The same choices again: the number that a run printed. */
      seed: { type: "string", default: "" },
      /** Only kinds whose name has this text. */
      kind: { type: "string", default: "" },
    },
  });
  checkNode();
  await install();
  await generate();
  const env = { FAULTS: values.short ? "short" : "long", FAULTS_SEED: values.seed };
  const only = values.kind === "" ? [] : ["-t", values.kind];
  const args = ["run", "--config", "test/faults/vitest.config.ts", ...only];
  const { code } = await run(process.execPath, [tool("vitest/vitest.mjs"), ...args], { env });
  process.exitCode = code;
});
