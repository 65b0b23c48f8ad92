import { existsSync } from "node:fs";
import { run } from "./run.mjs";

/** Where a Chromium may be; the one without a window takes a third less of a processor. */
const CANDIDATES = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Debian's packages: one for most tests, one for what only a browser with a window keeps. */
const PACKAGES = {
  "chromium-headless-shell": "/usr/bin/chromium-headless-shell",
  chromium: "/usr/bin/chromium",
};

/**
 * The path of a Chromium for the browser tests: CHROMIUM_PATH, one of this machine, or one installed now by apt-get
 * where that is allowed. Throws an Error that says in one line what to install.
 */
export async function chromium() {
  if (!process.env.CHROMIUM_PATH) await installChromium();
  const found = await findChromium();
  if (found) return found;
  throw new Error(
    "The browser tests need Chromium: install it (apt-get install chromium) or set CHROMIUM_PATH.",
  );
}

/** Installs what is missing, where that is allowed; what cannot be had is left out. */
async function installChromium() {
  const missing = Object.keys(PACKAGES).filter((name) => !existsSync(PACKAGES[name]));
  if (missing.length === 0 || process.platform !== "linux" || process.getuid?.() !== 0) return;
  process.stdout.write("Installing Chromium with apt-get …\n");
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update"], { quiet: true, env }).catch(() => null);
  for (const name of missing) {
    const install = ["install", "-y", "--no-install-recommends", name];
    await run("apt-get", install, { quiet: true, env }).catch(() => null);
  }
}

/** The path of a Chromium that is there already: CHROMIUM_PATH, or one of this machine. Null when there is none. */
export async function findChromium() {
  const { chromium: playwright } = await import("@playwright/test");
  const candidates = [process.env.CHROMIUM_PATH, ...CANDIDATES, playwright.executablePath()];
  return candidates.find((path) => path && existsSync(path)) ?? null;
}
