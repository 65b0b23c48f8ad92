import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** What breaks while the program works: `npm run faults`, and a few of each cheap kind among all tests. */
export default defineConfig({
  root,
  resolve: {
    alias: [
      { find: /^@\//, replacement: root },
      { find: /^server-only$/, replacement: `${root}node_modules/server-only/empty.js` },
    ],
  },
  test: {
    include: ["test/faults/kinds/**/*.test.ts"],
    environment: "node",
    globalSetup: ["./test/global-setup.ts", "./test/faults/report.ts"],
    pool: "forks",
    isolate: false,
    // They end what hangs: the long run takes minutes for one kind.
    testTimeout: 1_800_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
