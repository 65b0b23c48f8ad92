import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { installedCli } from "./installed";

const KEY = `sr_live_${"k".repeat(16)}_${"s".repeat(43)}`;
const { run, folder, home } = await installedCli({ STRONGROOM_API_KEY: KEY });
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
  (status: number): RequestListener =>
  (_, res) => {
    res.writeHead(status, { "content-type": "application/problem+json" });
    res.end(JSON.stringify({ status, code: "some", detail: "Said by the\u001b[31m server." }));
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

it("a place that values cannot be kept in is a warning, and the program runs", async () => {
  answer = good;
  writeFileSync(join(home, "a-file"), "");
  const env = { STRONGROOM_URL: url, XDG_CACHE_HOME: join(home, "a-file") };
  const { code, notes } = await run(["run", "--prefer-offline", "--", "true"], { env });
  expect([code, notes]).toEqual([0, expect.stringContaining("could not be kept")]);
});
