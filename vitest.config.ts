import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { waitingFirst } from "./test/waiting-first.ts";

const root = fileURLToPath(new URL(".", import.meta.url));

const WAITING =
  /\/(test\/cli\/(watch|outage)|lib\/(runtime\/http|net\/mail|db\/embedded\/supervisor))\.test\.ts$/;

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@\//, replacement: root },
      // The guard against importing server code into a browser bundle throws outside of Next.
      { find: /^server-only$/, replacement: `${root}node_modules/server-only/empty.js` },
    ],
  },
  test: {
    include: ["{lib,components,test,sdk,cli}/**/*.test.{ts,tsx}"],
    // These need a build; they have a configuration of their own.
    exclude: [
      "**/node_modules/**",
      "test/faults/**",
      "test/program/**",
      "test/security/**",
      "**/*.program.test.ts",
    ],
    environment: "node",
    globalSetup: "./test/global-setup.ts",
    pool: "forks",
    // What is loaded once serves every file of a worker: no module keeps anything that a test could find again.
    isolate: false,
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    // One more than there are processors to count on: some files mostly wait.
    maxWorkers: 3,
    sequence: { sequencer: waitingFirst(WAITING) },
    // They end what hangs. How long something takes on a busy machine is no test's matter.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Changes reach other instances in their own time, and tests share the processors.
    expect: { poll: { timeout: 10_000 } },
  },
});
