import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statfsSync } from "node:fs";
import { freemem, tmpdir } from "node:os";
import { delimiter, dirname, join, relative } from "node:path";
import { parseArgs, stripVTControlCharacters } from "node:util";
import { build } from "./build.mjs";
import { check } from "./check.mjs";
import { chromium } from "./chromium.mjs";
import { checkNode, install } from "./install.mjs";
import { otherNode } from "./other-node.mjs";
import { main, must, root, run, tool } from "./run.mjs";

/** What the suites may take of a file system in memory. */
const SCRATCH_BYTES = 4 * 1_024 ** 3;
const MEMORY = "/dev/shm";

/** Holds the suites' temporary files and reports; gone at the end. */
const scratch = mkdtempSync(join(hasRoomInMemory() ? MEMORY : tmpdir(), "strongroom-tests-"));

const OPTIONS = {
  /** The checks, the units of what changed, both authorisation matrices and one story in the browser. */
  quick: { type: "boolean", default: false },
  /** With `quick`: changed since this commit. */
  since: { type: "string", default: "HEAD~1" },
  /** Another Node for the units and the program: a version that npm has, such as 24. */
  node: { type: "string" },
};
const UNITS = "vitest.config.ts";
const PROGRAM = "test/program/vitest.config.ts";
const FAULTS = "test/faults/vitest.config.ts";
/** Of two suites that run at once, each takes one worker less than alone. */
const SIDE_BY_SIDE = ["--maxWorkers=2"];

/** The Node that the suites run on. */
let nodeProgram = process.execPath;

/** Runs suites and counts over all of them. */
async function test() {
  const { values: options } = parseArgs({ options: OPTIONS });
  forgetSettings();
  // Open to all, as such a folder is: some tests run a part as another user.
  chmodSync(scratch, 0o1777);
  process.env.TMPDIR = scratch;
  checkNode();
  await install();
  const stages = await stagesFor(options);
  if (options.node) {
    nodeProgram = await otherNode(options.node);
    // A build belongs to the Node that made it: a program that another starts would build its own.
    await must("The build", nodeProgram, [join(root, "scripts", "build.mjs")]);
  } else await build();
  const total = { passed: 0, failed: 0, failures: [] };
  for (const stage of stages) {
    const suites = Object.entries(stage);
    process.stdout.write(`\n── ${suites.map(([name]) => name).join(", ")}\n`);
    for (const { passed, failed, failures } of await Promise.all(suites.map(runSuite))) {
      total.passed += passed;
      total.failed += failed;
      total.failures.push(...failures);
    }
  }
  if (total.failed > 0) {
    process.exitCode = 1;
    process.stdout.write(`\n── failed\n${total.failures.join("\n")}\n`);
  }
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
}

/** Stages run one after the other, the suites of one side by side. */
async function stagesFor({ quick, since, node }) {
  // Each waits at times for what it started; what it leaves of the processors the other takes.
  const tests = {
    "units and use cases": () => vitest(UNITS, SIDE_BY_SIDE),
    program: () => vitest(PROGRAM, SIDE_BY_SIDE),
  };
  if (node) return [tests];
  // Where it has to be downloaded first, that happens beside the other suites. They do not fail with it.
  const browser = chromium();
  browser.catch(() => {});
  if (quick) {
    return [
      {
        checks: check,
        "units of what changed": () => vitest(UNITS, ["--changed", since, "--passWithNoTests"]),
        "matrix of the API": () => vitest(UNITS, ["test/api/matrix.test.ts"]),
        "matrix of the program": () => vitest(PROGRAM, ["test/security/matrix.test.ts"]),
        browser: async () =>
          playwright(await browser, ["e2e/first-visit.spec.ts", "--grep", "a first visit"]),
      },
    ];
  }
  const faults = () => vitest(FAULTS, ["--maxWorkers=1"]);
  return [{ checks: check, ...tests, faults }, { browser: async () => playwright(await browser) }];
}

async function runSuite([name, suite]) {
  const { passed, failed, failures } = await suite().catch(brokenSuite);
  process.stdout.write(`── ${name}: ${passed} passed, ${failed} failed\n`);
  // A runner can fail although no test did.
  const reasons = failed > 0 && failures.length === 0 ? ["see its output"] : failures;
  return { passed, failed, failures: reasons.map((reason) => `${name} › ${reason}`) };
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
  return { passed: 0, failed: 1, failures: [error.message] };
}

async function vitest(config, only = []) {
  const file = join(scratch, `${[config, ...only].join(" ").replaceAll(/[^\w.]/g, "-")}.json`);
  const args = [
    "run",
    "--config",
    config,
    ...only,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${file}`,
  ];
  const env = { PATH: `${dirname(nodeProgram)}${delimiter}${process.env.PATH}` };
  const { code } = await run(nodeProgram, [tool("vitest/vitest.mjs"), ...args], { env });
  const report = JSON.parse(readFileSync(file, "utf8"));
  const failures = report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === "failed");
    const broken = status === "failed" && failed.length === 0 ? [told(name, [], message)] : [];
    return [...broken, ...failed.map((test) => told(name, [test.fullName], test.failureMessages[0]))];
  });
  return { ...counted(report.numPassedTests, report.numFailedTests, code), failures };
}

async function playwright(browser, only = []) {
  const report = join(scratch, "playwright.json");
  const env = { CHROMIUM_PATH: browser, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  const args = ["test", "--reporter=list,json", ...only];
  const { code } = await run(process.execPath, [tool("@playwright/test/cli.js"), ...args], { env });
  const { stats, suites, errors } = JSON.parse(readFileSync(report, "utf8"));
  const withStatus = (status) =>
    suites
      .flatMap(specsOf)
      .flatMap(({ file, title, tests }) => tests.map((test) => ({ file, title, ...test })))
      .filter((test) => test.status === status)
      .map(({ file, title, results }) => told(join(root, "e2e", file), [title], results[0]?.error?.message));
  for (const unsteady of withStatus("flaky"))
    process.stdout.write(`passed on the second try only: ${unsteady}\n`);
  const failures = [...errors.map(({ message }) => firstLine(message)), ...withStatus("unexpected")];
  return { ...counted(stats.expected + stats.flaky, stats.unexpected, code), failures };
}

function specsOf({ specs = [], suites = [] }) {
  return [...specs, ...suites.flatMap(specsOf)];
}

/** A failure in one line, to be read where only the end of the output is kept. */
function told(file, titles, message) {
  return [relative(root, file), ...titles, firstLine(message)].join(" › ");
}

function firstLine(message = "") {
  return stripVTControlCharacters(message).trim().split("\n", 1)[0];
}

/** A runner that fails although no test did (a file that cannot be loaded, say) counts as one failure. */
function counted(passed, failed, code) {
  return { passed, failed: code === 0 ? failed : Math.max(failed, 1) };
}

process.once("exit", () => rmSync(scratch, { recursive: true, force: true }));
main(test);
