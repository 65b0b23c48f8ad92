import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const root = fileURLToPath(new URL(".", import.meta.url));

/** Files of which the most is waiting, for programs to start or for time to pass: first, so that others run meanwhile. */
const WAITING =
  /\/(test\/cli\/(watch|outage)|lib\/(runtime\/http|net\/mail|db\/embedded\/supervisor))\.test\.ts$/;

class WaitingFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const waiting = sorted.filter(({ moduleId }) => WAITING.test(moduleId));
    return [...waiting, ...sorted.filter((file) => !waiting.includes(file))];
  }
}

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
    exclude: ["**/node_modules/**", "test/program/**", "test/security/**", "**/*.program.test.ts"],
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
    sequence: { sequencer: WaitingFirst },
    // They end what hangs. How long something takes on a busy machine is no test's matter.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Changes reach other instances in their own time, and tests share the processors.
    expect: { poll: { timeout: 10_000 } },
  },
});
