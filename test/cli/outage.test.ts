import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { installedCli } from "./installed";

const KEY = `sr_live_${"k".repeat(16)}_${"s".repeat(43)}`;
const { run, folder, home } = await installedCli({
  STRONGROOM_API_KEY: KEY,
  STRONGROOM_RETRY_SECONDS: "1",
});
/** As it is without the setting. */
const PATIENT = { STRONGROOM_RETRY_SECONDS: "" };
const proof = join(folder, "ran");

let answer: RequestListener;
const server = createServer((req, res) => answer(req, res)).listen(0, "127.0.0.1");
await once(server, "listening");
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const good: RequestListener = (_, res) => {
  res.setHeader("content-type", "application/json");
  res.end(JSON.stringify({ values: { A: "sw0rdfish-1" }, version: "v1" }));
};
const problem =
  (status: number, code = "some"): RequestListener =>
  (_, res) => {
    res.writeHead(status, { "content-type": "application/problem+json" });
    res.end(JSON.stringify({ status, code, detail: "Said by the\u001b[31m server." }));
  };
const html =
  (status: number): RequestListener =>
  (_, res) => {
    res
      .writeHead(status, { "content-type": "text/html", location: "https://elsewhere.example/" })
      .end("<html>sign in</html>");
  };

it.each<[string, RequestListener]>([
  ["answers HTML", html(200)],
  ["leads elsewhere", html(302)],
  ["answers HTML for an error", html(502)],
  ["is not ready", problem(503)],
  [
    "answers JSON that is not its own",
    (_, res) => res.setHeader("content-type", "application/json").end("[1]"),
  ],
  ["breaks off", (_, res) => res.writeHead(200, { "content-length": 100 }).write("{", () => res.destroy())],
  ["says nothing and hangs up", (req) => req.socket.destroy()],
])("a server that %s: its address is said, the exit code is 5, nothing runs", async (_, listener) => {
  answer = listener;
  const { code, output, notes } = await run(["run", "--", "touch", proof], { env: { STRONGROOM_URL: url } });
  expect([code, output, existsSync(proof)]).toEqual([5, "", false]);
  expect(notes).toContain(url);
  expect(notes).not.toContain("\u001b");
  expect(notes).not.toContain("sign in");
});

it.each([
  [400, 2],
  [401, 3],
  [403, 3],
  [404, 4],
  [409, 2],
  [412, 2],
  [413, 2],
  [415, 2],
  [422, 2],
  [428, 2],
  [429, 5],
  [431, 2],
  [500, 5],
  [502, 5],
  [503, 5],
  [504, 5],
  [507, 5],
])("a server that refuses with %i makes run exit with %i, and nothing runs", async (status, expected) => {
  for (const said of ["some", "badGateway"]) {
    answer = problem(status, said);
    const env = { STRONGROOM_URL: url, STRONGROOM_RETRY_SECONDS: "0" };
    const { code, output, notes } = await run(["run", "--", "touch", proof], { env });
    expect([output, existsSync(proof)]).toEqual(["", false]);
    expect(notes).toContain("Said by the");
    if (said === "some") expect(code).toBe(expected);
    expect([2, 3, 4, 5]).toContain(code);
  }
});

it("what is wrong here makes run exit with 2, and nothing runs", async () => {
  answer = good;
  const env = { STRONGROOM_URL: url };
  const manifest = join(folder, "strongroom.toml");
  mkdirSync(manifest);
  expect((await run(["run", "--", "touch", proof], { env })).code).toBe(2);
  rmdirSync(manifest);
  const wrong = [
    { STRONGROOM_RETRY_SECONDS: "soon" },
    { HTTPS_PROXY: "socks5://h", STRONGROOM_URL: "https://h.example" },
  ];
  for (const more of wrong)
    expect((await run(["run", "--", "touch", proof], { env: { ...env, ...more } })).code).toBe(2);
  expect(existsSync(proof)).toBe(false);
});

it("a restart of some seconds is ridden over, and said when it takes long", async () => {
  const backAt = Date.now() + 4_000;
  let asked = 0;
  answer = (req, res) => {
    asked += 1;
    if (Date.now() >= backAt) return good(req, res);
    if (asked % 2) return req.socket.destroy();
    res.writeHead(503, { "content-type": "application/problem+json", "retry-after": "1" });
    res.end(JSON.stringify({ status: 503, code: "unavailable", detail: "Strongroom is starting." }));
  };
  const env = { STRONGROOM_URL: url, ...PATIENT };
  const { code, output, notes } = await run(["run", "--", "echo", "ran"], { env });
  expect([code, output]).toEqual([0, "ran\n"]);
  expect(notes).toMatch(/^strongroom: http:.*; trying again for up to 15 seconds\n$/);
});

it("a server that is not listening yet is waited for", async () => {
  const late = createServer(good);
  late.listen(0, "127.0.0.1");
  await once(late, "listening");
  const { port } = late.address() as AddressInfo;
  late.close();
  const back = setTimeout(() => late.listen(port, "127.0.0.1"), 3_000);
  const env = { STRONGROOM_URL: `http://127.0.0.1:${port}`, ...PATIENT };
  const { code, output } = await run(["run", "--", "echo", "ran"], { env });
  clearTimeout(back);
  late.closeAllConnections();
  late.close();
  expect([code, output]).toEqual([0, "ran\n"]);
});

it.each<[string, RequestListener]>([
  ["hangs up", (req) => req.socket.destroy()],
  ["stands behind a proxy that gave up on it", html(504)],
])("a write to a server that %s may or may not have been done, and that is said", async (_, listener) => {
  answer = listener;
  for (const args of [
    ["secrets", "set", "NAME"],
    ["secrets", "delete", "NAME", "--yes"],
  ]) {
    const { code, notes } = await run(args, { env: { STRONGROOM_URL: url }, input: "value" });
    expect(code).toBe(5);
    expect(notes).toContain("may or may not have been carried out");
    expect(notes).toContain("strongroom secrets history NAME");
    expect(notes).not.toMatch(/nothing was/i);
  }
});

it("a write whose first answer was lost is sent again", async () => {
  let asked = 0;
  answer = (req, res) => {
    asked += 1;
    if (asked === 1) return req.socket.destroy();
    res.setHeader("content-type", "application/json");
    res.end(JSON.stringify({ name: "NAME", version: 1, unchanged: true }));
  };
  const { code, notes } = await run(["secrets", "set", "NAME"], { env: { STRONGROOM_URL: url }, input: "v" });
  expect([code, asked, notes]).toEqual([0, 2, "strongroom: NAME has this value already, as version 1\n"]);
});

it("nothing that listens, and a host that is none", async () => {
  for (const address of ["http://127.0.0.1:9", "http://no-such-host.invalid"]) {
    const { code, notes } = await run(["secrets", "list"], { env: { STRONGROOM_URL: address } });
    expect([code, notes]).toEqual([5, expect.stringContaining(`${address} cannot be reached`)]);
  }
});

it("a slow server is given up", async () => {
  answer = () => {};
  const { code, notes } = await run(["run", "--", "touch", proof], { env: { STRONGROOM_URL: url } });
  expect([code, existsSync(proof)]).toEqual([5, false]);
  expect(notes).toContain(`${url} cannot be reached: no answer within 15 seconds`);
});

it("--prefer-offline keeps values and uses them when the server is out of reach, and only then", async () => {
  const offline = (...more: string[]) =>
    run(
      [
        "run",
        "--prefer-offline",
        ...more,
        "--",
        process.execPath,
        "-e",
        "console.log(process.env.A?.length)",
      ],
      {
        env: { STRONGROOM_URL: url },
      },
    );
  answer = html(503);
  expect(await offline()).toMatchObject({
    code: 5,
    output: "",
    notes: expect.stringContaining("no values are kept"),
  });
  answer = good;
  expect(await offline()).toEqual({ code: 0, output: "11\n", notes: "" });
  answer = html(503);
  expect(await offline()).toMatchObject({
    code: 0,
    output: "11\n",
    notes: expect.stringMatching(/values that are \d+ seconds old/),
  });
  expect((await offline("--max-age", "0s")).code).toBe(5);
  const cache = join(home, ".cache", "strongroom");
  for (const file of readdirSync(cache))
    expect(readFileSync(join(cache, file), "utf8")).not.toContain("sw0rdfish");
  // Not of another key, and not once the server has said no.
  const other = { STRONGROOM_URL: url, STRONGROOM_API_KEY: KEY.replaceAll("s", "t") };
  expect((await run(["run", "--prefer-offline", "--", "true"], { env: other })).code).toBe(5);
  answer = problem(401);
  expect((await offline()).code).toBe(3);
  answer = html(503);
  expect((await offline()).code).toBe(5);
});

it("first runs with --prefer-offline at the same time keep values that can all be used", async () => {
  answer = (req, res) => {
    const name = new URL(req.url ?? "", url).searchParams.get("names") ?? "";
    res.setHeader("content-type", "application/json");
    res.end(JSON.stringify({ values: { [name]: `value of ${name}` }, version: "v1" }));
  };
  const env = { STRONGROOM_URL: url, HOME: mkdtempSync(join(home, "first-")) };
  const names = ["AA", "BB", "CC", "DD", "EE", "FF"];
  const offline = (name: string) => run(["run", "--prefer-offline", "--only", name, "--", "true"], { env });
  expect((await Promise.all(names.map(offline))).map(({ code, notes }) => [code, notes])).toEqual(
    names.map(() => [0, ""]),
  );
  answer = html(503);
  for (const name of names) expect((await offline(name)).code).toBe(0);
  const config = join(env.HOME, ".config", "strongroom");
  expect(readdirSync(config)).toEqual(["cache.key"]);
});

it("a place that values cannot be kept in is a warning, and the program runs", async () => {
  answer = good;
  writeFileSync(join(home, "a-file"), "");
  const env = { STRONGROOM_URL: url, XDG_CACHE_HOME: join(home, "a-file") };
  const { code, notes } = await run(["run", "--prefer-offline", "--", "true"], { env });
  expect([code, notes]).toEqual([0, expect.stringContaining("could not be kept")]);
});
