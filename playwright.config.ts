import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

/** Without a window it takes a third less of a processor. */
const SHELL = "/usr/bin/chromium-headless-shell";

export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/setup/global-setup.ts",
  fullyParallel: true,
  // One more than there are processors to count on: a story waits for both its browser and the program.
  workers: 3,
  // A machine that stalls for a moment is no fault of the program; what passes only then is said at the end.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: Boolean(process.env.CI),
  // It ends what hangs: on a busy machine the longest story takes a minute.
  timeout: 180_000,
  expect: { timeout: 10_000 },
  reporter: "list",
  outputDir: "test-results",
  use: {
    browserName: "chromium",
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH || (existsSync(SHELL) ? SHELL : "/usr/bin/chromium"),
      args: ["--no-sandbox", "--disable-dev-shm-usage"],
    },
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    // Nothing moves while it is clicked; motion has a test of its own.
    contextOptions: { reducedMotion: "reduce" },
    actionTimeout: 20_000,
    navigationTimeout: 20_000,
    screenshot: "only-on-failure",
    trace: "off",
  },
});
