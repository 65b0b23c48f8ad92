import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "./build.mjs";
import { check } from "./check.mjs";
import { chromium } from "./chromium.mjs";
import { checkNode, install } from "./install.mjs";
import { main, run, tool } from "./run.mjs";

const reports = mkdtempSync(join(tmpdir(), "strongroom-reports-"));

/** Runs every suite, one after another, and counts over all of them. */
async function test() {
  forgetSettings();
  checkNode();
  await install();
  // Where it has to be downloaded first, that happens beside the other suites. They do not fail with it.
  const browser = chromium();
  browser.catch(() => {});
  await build();
  const suites = [
    ["checks", check],
    ["units and use cases", () => vitest("vitest.config.ts")],
    ["program", () => vitest("test/program/vitest.config.ts")],
    ["browser", async () => playwright(await browser)],
  ];
  const total = { passed: 0, failed: 0 };
  for (const [name, suite] of suites) {
    process.stdout.write(`\n── ${name}\n`);
    const { passed, failed } = await suite().catch(brokenSuite);
    process.stdout.write(`── ${name}: ${passed} passed, ${failed} failed\n`);
    total.passed += passed;
    total.failed += failed;
  }
  if (total.failed > 0) process.exitCode = 1;
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
}

/** Tests run on settings of their own, not on those of whoever starts them. */
function forgetSettings() {
  const foreign = /^(STRONGROOM_.*|DATABASE_URL|PORT|HOST|NODE_ENV|NEXTAUTH_.*)$/;
  for (const name of Object.keys(process.env)) {
    if (foreign.test(name)) delete process.env[name];
  }
}

/** A suite that cannot run at all is one failure, and its reason one line. */
function brokenSuite(error) {
  process.stdout.write(`${error.message}\n`);
  return { passed: 0, failed: 1 };
}

async function vitest(config) {
  const file = join(reports, `${config.replaceAll("/", "-")}.json`);
  const args = [
    "run",
    "--config",
    config,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${file}`,
  ];
  const { code } = await run(process.execPath, [tool("vitest/vitest.mjs"), ...args]);
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(file, "utf8"));
  return counted(numPassedTests, numFailedTests, code);
}

async function playwright(browser) {
  const file = join(reports, "playwright.json");
  const env = { CHROMIUM_PATH: browser, PLAYWRIGHT_JSON_OUTPUT_FILE: file };
  const args = ["test", "--reporter=list,json"];
  const { code } = await run(process.execPath, [tool("@playwright/test/cli.js"), ...args], { env });
  const { expected, flaky, unexpected } = JSON.parse(readFileSync(file, "utf8")).stats;
  return counted(expected + flaky, unexpected, code);
}

/** A runner that fails although no test did (a file that cannot be loaded, say) counts as one failure. */
function counted(passed, failed, code) {
  return { passed, failed: code === 0 ? failed : Math.max(failed, 1) };
}

main(async () => {
  try {
    await test();
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
});
