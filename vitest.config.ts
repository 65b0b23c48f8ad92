import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@\//, replacement: root },
      // The guard against importing server code into a browser bundle throws outside of Next.
      { find: /^server-only$/, replacement: `${root}node_modules/server-only/empty.js` },
    ],
  },
  test: {
    include: ["cli/**/*.test.ts", "lib/**/*.test.ts", "components/**/*.test.{ts,tsx}", "test/**/*.test.ts"],
    // These need a build; they have a configuration of their own.
    exclude: ["test/program/**", "test/security/**"],
    environment: "node",
    globalSetup: "./test/global-setup.ts",
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
