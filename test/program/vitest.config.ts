import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("../../", import.meta.url));

const ALL = ["test/{program,security}/**/*.test.ts", "{sdk,cli}/**/*.program.test.ts"];
/** These hold the program to a time, or its memory to a size: nothing runs beside them. */
const ALONE = ["test/security/{calls,floods}.test.ts"];

/** Tests of the built program as a process of its own, and attacks on it: `npm run build` first. */
export default defineConfig({
  root,
  resolve: { alias: [{ find: /^@\//, replacement: root }] },
  test: {
    environment: "node",
    globalSetup: "./test/global-setup.ts",
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Changes reach other instances in their own time, and tests share the processors.
    expect: { poll: { timeout: 10_000 } },
    projects: [
      {
        extends: true,
        test: { name: "alone", include: ALONE, maxWorkers: 1, sequence: { groupOrder: 0 } },
      },
      {
        extends: true,
        test: {
          name: "two at once",
          include: ALL,
          exclude: ["**/node_modules/**", ...ALONE],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
