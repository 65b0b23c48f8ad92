import { mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measureSends, SEND_CONNECTIONS } from "../bench/allowlist.mjs";
import { API_CONNECTIONS, measureApi, measureBesideWrongKeys } from "../bench/api.mjs";
import { measureAudit } from "../bench/audit.mjs";
import { measureCli } from "../bench/cli.mjs";
import {
  bytesOf,
  CONNECTIONS,
  measureBare,
  measureRead,
  measureScope,
  startBare,
} from "../bench/comparison.mjs";
import { measureFirstLoads } from "../bench/first-load.mjs";
import { measureMasking } from "../bench/masking.mjs";
import { measureParts } from "../bench/micro.mjs";
import { ada, admin, environmentFor, residentMegabytes, signIn, startProgram } from "../bench/program.mjs";
import { number, table } from "../bench/table.mjs";
import { build } from "./build.mjs";
import { checkNode, install } from "./install.mjs";
import { main } from "./run.mjs";

const FEW = 10;
const EVENTS_FEW = 10_000;
const IDLE_MS = 2_000;
const WARM_UP_MS = 2_500;

const API_KEY = [
  ...[
    "api-key",
    "create",
    "--json",
    "--name",
    "bench",
    "--project",
    "default",
    "--environment",
    "development",
  ],
  ...["secrets:list", "secrets:read", "secrets:write", "allowlist:send", "pools:use", "admin"].flatMap(
    (name) => ["--permission", name],
  ),
];

/** Measures the built program on a new instance and prints what it found. Passes no judgement. */
async function bench({ many, ms, events }) {
  const folder = mkdtempSync(join(tmpdir(), "strongroom-bench-"));
  const busy = number(loadavg()[0] ?? 0);
  const closers = [() => rmSync(folder, { recursive: true, force: true })];
  try {
    const env = await environmentFor(join(folder, "data"));
    note("Starting the program");
    const first = await startProgram(env);
    closers.push(first.stop);
    await admin(env, ["owner", "create", "--email", ada.email, "--name", ada.name], `${ada.password}\n`);
    await admin(env, ["seed", "--secrets", String(FEW)]);
    await first.stop();
    const program = await startProgram(env);
    closers.push(program.stop);
    const cookie = await signIn(program.origin, ada);
    const figures = await figuresOf(program, cookie);
    note("Measuring first loads");
    const firstLoads = await measureFirstLoads({ origin: program.origin, cookie });
    const bare = await startBare();
    closers.push(bare.stop);
    note("Measuring the API");
    const { apiKey } = JSON.parse(await admin(env, API_KEY));
    const machine = { origin: program.origin, key: apiKey.key };
    // Before the API makes more secrets than one answer may hold.
    figures.push(...(await measureCli(machine)));
    const api = await measureApi({ ...machine, env, bare, ms });
    const wrongKeys = await measureBesideWrongKeys({ ...machine, ms });
    note("Measuring sends through the allowlist");
    const sends = await measureSends({ ...machine, env, bare, ms });
    const requests = await measureRequests({ env, program, cookie, bare, many, ms });
    await program.stop();
    note("Measuring the parts");
    const parts = await measureParts(await environmentFor(join(folder, "parts")));
    const audit = await measureLogs(folder, events);
    const masking = await measureMasking();
    print({ figures, firstLoads, api, wrongKeys, sends, requests, parts, audit, masking, many, busy });
  } finally {
    for (const close of closers.reverse()) await close();
  }
}

async function figuresOf(program, cookie) {
  const page = { origin: program.origin, cookie, path: pathOf("production") };
  await bytesOf(`${page.origin}${page.path}`, cookie);
  await new Promise((done) => setTimeout(done, IDLE_MS));
  const megabytes = residentMegabytes(program.pid);
  return [
    ["second start, `npm run up` until ready", `${number(program.startMs / 1000)} s`],
    [
      "memory of the Node process, idle after the first page (RSS)",
      megabytes ? `${number(megabytes)} MB` : "-",
    ],
  ];
}

async function measureRequests({ env, program, cookie, bare, many, ms }) {
  const { origin } = program;
  const at = (environment) => ({
    origin,
    cookie,
    path: pathOf(environment),
    project: "default",
    environment,
  });
  const signInPage = `${origin}/sign-in`;
  note("Warming up");
  await measureRead({ title: "", secrets: 0, url: signInPage, ms: WARM_UP_MS });
  const firstPage = `${origin}${at("production").path}`;
  await measureRead({ title: "", secrets: 0, url: firstPage, cookie, ms: WARM_UP_MS });
  note("Measuring the bare handler");
  const page = await bytesOf(firstPage, cookie);
  const json = await bytesOf(`${firstPage}/rows?limit=5`, cookie);
  const bares = {
    page: await measureBare(bare, { title: `bare handler, ${kilobytes(page)}`, bytes: page, ms }),
    json: await measureBare(bare, { title: `bare handler, ${kilobytes(json)}`, bytes: json, ms }),
    write: await measureBare(bare, { title: `bare handler, posted to`, bytes: page, isWrite: true, ms }),
  };
  note(`Measuring with ${FEW} secrets`);
  const signInResult = await measureRead({ title: "sign-in page", secrets: "-", url: signInPage, ms });
  const withFew = await measureScope(at("production"), { secrets: FEW, ms, bares });
  note(`Making ${many.toLocaleString("en")} secrets`);
  await admin(env, ["seed", "--secrets", String(many), "--environment", "staging"]);
  note(`Measuring with ${many.toLocaleString("en")} secrets`);
  const withMany = await measureScope(at("staging"), { secrets: many, ms, bares });
  return { bares: Object.values(bares), signIn: { ...signInResult, bare: bares.page }, withFew, withMany };
}

/** The same log with few events and with many. */
async function measureLogs(folder, events) {
  const sizes = [EVENTS_FEW, events];
  const columns = [];
  for (const size of sizes) {
    note(`Measuring an audit log of ${size.toLocaleString("en")} events`);
    columns.push(await measureAudit(await environmentFor(join(folder, `log-${size}`)), size));
  }
  const [few, many] = columns;
  return { sizes, rows: few.map(([name, figure], i) => [name, figure, many[i][1]]) };
}

function print({ figures, firstLoads, api, wrongKeys, sends, requests, parts, audit, masking, many, busy }) {
  const { bares, signIn: signInResult, withFew, withMany } = requests;
  const rows = [...bares, signInResult, ...withFew, ...withMany].map(rowOf);
  const perConnection = CONNECTIONS.flatMap((n) => [`p50 ms, ${n}`, "p99 ms", "a second", "bare ×"]);
  const ratios = withMany.flatMap((result) => {
    const same = withFew.find(({ title }) => title === result.title);
    return same
      ? [[result.title, ...CONNECTIONS.map((_, i) => ratioOf(result.loads[i].p50, same.loads[i].p50))]]
      : [];
  });
  const between = `${many.toLocaleString("en")} / ${FEW}`;
  const sections = [
    `Node ${process.version}, ${cpus().length} cores, ${cpus()[0]?.model ?? "unknown"}, load ${busy} at the start; at ${CONNECTIONS.join(" and ")} connections`,
    table(["request", "secrets", ...perConnection], rows),
    table([`p50 with ${between} secrets`, ...CONNECTIONS.map((n) => `at ${n}`)], ratios),
    table(
      ["API", ...API_CONNECTIONS.flatMap((n) => [`p50 ms, ${n}`, "p99 ms", "a second"])],
      api.map(apiRow),
    ),
    table(["`GET /api/v1/me` with a good key, one connection", "p50 ms", "p99 ms"], besideRows(wrongKeys)),
    table(
      ["send", ...SEND_CONNECTIONS.flatMap((n) => [`p50 ms, ${n}`, "added ms", "a second"])],
      sends.map((result) => sendRow(result, sends[0])),
    ),
    table(["figure", ""], figures),
    table(
      [`JavaScript of a first visit, gzip, by ${firstLoads.by}`, "KB", "files"],
      firstLoads.measured.map(({ title, kilobytes, files }) => [title, kilobytes.toFixed(1), files]),
    ),
    table(
      ["part", "a second"],
      PARTS.map(([name, title]) => [title, number(parts[name])]),
    ),
    table(["audit log", ...audit.sizes.map((size) => size.toLocaleString("en"))], audit.rows),
    table(
      ["masking of a program's output, on one core", ""],
      masking.map(([title, value]) => [title, number(value)]),
    ),
  ];
  process.stdout.write(`\n${sections.join("\n\n")}\n`);
}

const PARTS = [
  ["seal", "seal a value of 48 bytes"],
  ["open", "open it"],
  ["checkRow", "check the seal of a row"],
  ["recordAlone", "record an audit event, one after another"],
  ["recordBatch", "record audit events, 64 at a time"],
  ["verify", "verify audit events"],
];

function rowOf({ title, secrets, loads, bare }) {
  const cells = loads.flatMap((load, i) => [
    number(load.p50),
    number(load.p99),
    number(load.perSecond),
    bare ? ratioOf(bare.loads[i].perSecond, load.perSecond) : "1",
  ]);
  return [title, secrets.toLocaleString("en"), ...cells];
}

function apiRow({ title, loads }) {
  return [title, ...loads.flatMap((load) => [load.p50, load.p99, load.perSecond].map(number))];
}

function besideRows({ alone, beside, wrongPerSecond }) {
  const rows = [
    ["alone", alone],
    [`beside ${number(wrongPerSecond)} wrong keys a second`, beside],
  ];
  return rows.map(([title, { p50, p99 }]) => [title, number(p50), number(p99)]);
}

/** What a send takes longer than the same call without Strongroom. */
function sendRow({ title, loads }, direct) {
  const cells = loads.flatMap(({ p50, perSecond }, i) => [p50, p50 - direct.loads[i].p50, perSecond]);
  return [title, ...cells.map(number)];
}

function ratioOf(a, b) {
  return number(a / b);
}

function kilobytes(bytes) {
  return `${number(bytes / 1024)} KB`;
}

function pathOf(environment) {
  return `/projects/default/${environment}/secrets`;
}

function note(text) {
  process.stderr.write(`${text} …\n`);
}

main(async () => {
  const { values } = parseArgs({
    options: {
      secrets: { type: "string", default: "100000" },
      events: { type: "string", default: "200000" },
      ms: { type: "string", default: "1200" },
    },
  });
  const [many, ms, events] = [Number(values.secrets), Number(values.ms), Number(values.events)];
  if (!Number.isInteger(many) || many <= FEW) throw new Error(`--secrets is a number above ${FEW}`);
  if (!Number.isInteger(events) || events <= EVENTS_FEW)
    throw new Error(`--events is a number above ${EVENTS_FEW}`);
  if (!(ms >= 100)) throw new Error("--ms is how long each measurement takes, 100 or more");
  checkNode();
  await install();
  await build();
  process.env.NODE_ENV = "production";
  await bench({ many, ms, events });
});
