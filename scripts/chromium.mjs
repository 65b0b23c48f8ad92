import { existsSync } from "node:fs";
import { run } from "./run.mjs";

/** Where a Chromium may be; the one without a window takes a third less of a processor. */
const PLACES = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * The path of a Chromium for the browser tests: CHROMIUM_PATH, one of this machine, or one installed now by apt-get
 * where that is allowed. Throws an Error that says in one line what to install.
 */
export async function chromium() {
  const found = await findChromium();
  if (found) return found;
  if (process.platform === "linux" && process.getuid?.() === 0) {
    process.stdout.write("Installing Chromium with apt-get …\n");
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    await run("apt-get", ["update"], { quiet: true, env }).catch(() => null);
    for (const name of ["chromium-headless-shell", "chromium"]) {
      const install = ["install", "-y", "--no-install-recommends", name];
      await run("apt-get", install, { quiet: true, env }).catch(() => null);
      if (await findChromium()) break;
    }
  }
  const installed = await findChromium();
  if (installed) return installed;
  throw new Error(
    "The browser tests need Chromium: install it (apt-get install chromium) or set CHROMIUM_PATH.",
  );
}

/** The path of a Chromium that is there already: CHROMIUM_PATH, or one of this machine. Null when there is none. */
export async function findChromium() {
  const { chromium: playwright } = await import("@playwright/test");
  const candidates = [process.env.CHROMIUM_PATH, ...PLACES, playwright.executablePath()];
  return candidates.find((path) => path && existsSync(path)) ?? null;
}
