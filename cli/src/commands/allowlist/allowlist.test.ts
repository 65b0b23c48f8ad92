import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type FakeServer, KEY, problem, startFakeServer } from "../../fake-server.fixture";
import { type Around, cli } from "../../shell.fixture";

let server: FakeServer;
let folder: string;
beforeEach(async () => {
  server = await startFakeServer();
  folder = mkdtempSync(join(tmpdir(), "strongroom-send-"));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await server.close();
});

const send = (args: readonly string[], around: Around = {}) =>
  cli(["allowlist", "send", ...args], {
    env: { STRONGROOM_API_KEY: KEY, STRONGROOM_URL: server.url, XDG_CONFIG_HOME: "/nowhere" },
    folder,
    ...around,
  });
const answers = (answer: object) => {
  server.reply = (res) =>
    res
      .writeHead(200, { "content-type": "application/json" })
      .end(JSON.stringify({ status: 200, headers: {}, body: null, durationMs: 3, ...answer }));
};
const sent = () => JSON.parse(server.bodies.at(-1) ?? "");

test("sends JSON from the command line, a file or standard input, with parameters and an Idempotency-Key", async () => {
  answers({ body: { ok: true } });
  const { code, output } = await send(["pay", "--data", '{"amount":7}', "-q", "a=1", "-q", "b=x=y"]);
  expect([code, JSON.parse(output)]).toEqual([0, { ok: true }]);
  expect(server.requests).toEqual(["POST /api/v1/allowlist/pay/send"]);
  expect(sent()).toEqual({ data: { amount: 7 }, query: { a: "1", b: "x=y" } });
  writeFileSync(join(folder, "data.json"), '["from a file"]');
  await send(["pay", "--data", "@data.json", "--idempotency-key", "k-1"]);
  expect(sent()).toEqual({ data: ["from a file"] });
  expect(server.headers.at(-1)?.["idempotency-key"]).toBe("k-1");
  await send(["pay", "--data", "-"], { input: '"from a pipe"' });
  expect(sent()).toEqual({ data: "from a pipe" });
  await send(["pay"]);
  expect(sent()).toEqual({});
});

test("prints text and bytes as they are, and all that is known with --json", async () => {
  answers({ body: "plain, no end of line" });
  expect((await send(["pay"])).output).toBe("plain, no end of line");
  answers({ body: "aGVsbG8=", bodyEncoding: "base64" });
  expect((await send(["pay"])).output).toBe("hello");
  expect(JSON.parse((await send(["pay", "--json"])).output)).toMatchObject({ status: 200, durationMs: 3 });
  answers({});
  expect((await send(["pay"])).output).toBe("");
});

test("an answer that is withheld is said to be", async () => {
  answers({ withheld: { reason: "A secret is too short.", bodyBytes: 9 } });
  const { code, output, notes } = await send(["pay"]);
  expect([code, output, notes]).toEqual([
    0,
    "",
    "strongroom: the answer is withheld. A secret is too short.\n",
  ]);
});

test.each([302, 404])(
  "an endpoint that answers %i makes it fail, with its answer on standard output and its status beside it",
  async (status) => {
    answers({ status, body: { error: "no such payment" } });
    const { code, output, notes } = await send(["pay"]);
    expect([code, JSON.parse(output), notes]).toEqual([
      1,
      { error: "no such payment" },
      `strongroom: pay answered ${status}\n`,
    ]);
  },
);

test.each([
  [403, "forbidden", 3],
  [404, "notFound", 4],
  [409, "conflict", 2],
  [422, "validation", 2],
  [502, "badGateway", 1],
  [503, "unavailable", 5],
  [504, "gatewayTimeout", 1],
  [504, "a proxy's", 5],
])("a refusal of Strongroom, %i %s, exits with %i and prints nothing", async (status, said, code) => {
  server.reply = (res) => problem(res, status, "It did not go.", said);
  expect(await send(["pay"])).toMatchObject({
    code,
    output: "",
    notes: expect.stringContaining("It did not go."),
  });
});

test.each([
  ["no JSON", ["pay", "--data", "{"]],
  ["a file that is not there", ["pay", "--data", "@nowhere.json"]],
  ["a parameter without a value", ["pay", "-q", "a"]],
  ["a parameter twice", ["pay", "-q", "a=1", "-q", "a=2"]],
])("%s is refused before anything is sent", async (_, args) => {
  expect((await send(args)).code).toBe(2);
  expect(server.requests).toEqual([]);
});

test("a terminal is not told what to do by an endpoint", async () => {
  answers({ body: "\u001b[2Jgone" });
  expect((await send(["pay"], { terminal: true })).output).not.toContain("\u001b");
});
