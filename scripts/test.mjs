import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statfsSync } from "node:fs";
import { freemem, tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "./build.mjs";
import { check } from "./check.mjs";
import { chromium } from "./chromium.mjs";
import { checkNode, install } from "./install.mjs";
import { main, run, tool } from "./run.mjs";

/** What the suites may take of a file system in memory. */
const SCRATCH_BYTES = 4 * 1_024 ** 3;
const MEMORY = "/dev/shm";

/** Holds the suites' temporary files and reports; gone at the end. */
const scratch = mkdtempSync(join(hasRoomInMemory() ? MEMORY : tmpdir(), "strongroom-tests-"));

/** Runs every suite and counts over all of them. */
async function test() {
  forgetSettings();
  // Open to all, as such a folder is: some tests run a part as another user.
  chmodSync(scratch, 0o1777);
  process.env.TMPDIR = scratch;
  checkNode();
  await install();
  // Where it has to be downloaded first, that happens beside the other suites. They do not fail with it.
  const browser = chromium();
  browser.catch(() => {});
  await build();
  const stages = [
    // What the checks leave of the processors, the units take.
    { checks: check, "units and use cases": () => vitest("vitest.config.ts") },
    { program: () => vitest("test/program/vitest.config.ts") },
    { browser: async () => playwright(await browser) },
  ];
  const total = { passed: 0, failed: 0 };
  for (const stage of stages) {
    const suites = Object.entries(stage);
    process.stdout.write(`\n── ${suites.map(([name]) => name).join(", ")}\n`);
    for (const { passed, failed } of await Promise.all(suites.map(runSuite))) {
      total.passed += passed;
      total.failed += failed;
    }
  }
  if (total.failed > 0) process.exitCode = 1;
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
}

async function runSuite([name, suite]) {
  const { passed, failed } = await suite().catch(brokenSuite);
  process.stdout.write(`── ${name}: ${passed} passed, ${failed} failed\n`);
  return { passed, failed };
}

/** Databases that come and go by the hundred keep a disk busier than the processors. */
function hasRoomInMemory() {
  if (process.env.TMPDIR || !existsSync(MEMORY)) return false;
  const { bavail, bsize } = statfsSync(MEMORY);
  return Math.min(bavail * bsize, freemem() / 2) > SCRATCH_BYTES;
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
  const file = join(scratch, `${config.replaceAll("/", "-")}.json`);
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
  const file = join(scratch, "playwright.json");
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

process.once("exit", () => rmSync(scratch, { recursive: true, force: true }));
main(test);
