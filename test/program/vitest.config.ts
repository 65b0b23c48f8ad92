import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { waitingFirst } from "../waiting-first.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

const WAITING =
  /\/(test\/security\/(kill|single-sign-on)|test\/program\/(run|signals|cli|audit-outlets)|sdk\/package\.program)\.test\.ts$/;

/** Tests of the built program as a process of its own, and attacks on it: `npm run build` first. */
export default defineConfig({
  root,
  resolve: { alias: [{ find: /^@\//, replacement: root }] },
  test: {
    include: ["test/{program,security}/**/*.test.ts", "{sdk,cli}/**/*.program.test.ts"],
    environment: "node",
    globalSetup: "./test/global-setup.ts",
    isolate: false,
    // They end what hangs. How long something takes on a busy machine is no test's matter.
    testTimeout: 300_000,
    hookTimeout: 120_000,
    // Changes reach other instances in their own time, and tests share the processors.
    expect: { poll: { timeout: 30_000 } },
    // One more than there are processors to count on: some files mostly wait.
    maxWorkers: 3,
    sequence: { sequencer: waitingFirst(WAITING) },
  },
});
