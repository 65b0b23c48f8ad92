import { afterEach, beforeEach, expect, test } from "vitest";
import { type FakeServer, KEY, startFakeServer } from "../../fake-server.fixture";
import { cli } from "../../shell.fixture";

let server: FakeServer;
beforeEach(async () => {
  server = await startFakeServer();
});
afterEach(() => server.close());

const list = (...args: string[]) =>
  cli(["pools", "list", ...args], {
    env: { STRONGROOM_API_KEY: KEY, STRONGROOM_URL: server.url, XDG_CONFIG_HOME: "/nowhere" },
  });
const answers = (items: readonly object[]) => {
  server.reply = (res) =>
    res.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ items, next: null }));
};

const member = {
  name: "OPENAI_1",
  version: 3,
  weight: 2,
  isOn: true,
  state: "limited",
  outUntil: "2027-01-01",
};
const pool = {
  name: "openai",
  strategy: "roundRobin",
  members: [
    { ...member, lastDay: { taken: 12 } },
    { name: "OPENAI_2\u001b[2J", version: 1, weight: 1, state: "on" },
  ],
};

test("pools list shows each member with its state, and nothing that a terminal would act on", async () => {
  answers([pool, { name: "none", strategy: "sticky", members: [] }]);
  const { code, output } = await list("-e", "staging");
  expect(code).toBe(0);
  expect(server.requests).toEqual(["GET /api/v1/pools?environment=staging"]);
  const lines = output.trimEnd().split("\n");
  expect(lines[1]).toMatch(/^openai +roundRobin +OPENAI_1 +3 +2 +limited +2027-01-01 +12$/);
  expect(lines[2]).toMatch(/^openai +roundRobin +OPENAI_2.* on/);
  expect(lines[3]).toMatch(/^none +sticky/);
  expect(output).not.toContain("\u001b");
});

test("pools list --json gives what the server says; none is said to be none", async () => {
  answers([pool]);
  expect(JSON.parse((await list("--json")).output)).toEqual([pool]);
  answers([]);
  expect(await list()).toMatchObject({ code: 0, output: "" });
});
