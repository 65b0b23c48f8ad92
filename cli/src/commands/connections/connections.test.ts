import { afterEach, beforeEach, expect, test } from "vitest";
import { type FakeServer, KEY, startFakeServer } from "../../fake-server.fixture";
import { cli } from "../../shell.fixture";

let server: FakeServer;
beforeEach(async () => {
  server = await startFakeServer();
});
afterEach(() => server.close());

const connections = (...args: string[]) =>
  cli(["connections", ...args], {
    env: { STRONGROOM_API_KEY: KEY, STRONGROOM_URL: server.url, XDG_CONFIG_HOME: "/nowhere" },
  });
const answers = (body: object) => {
  server.reply = (res) =>
    res.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
};

const app = {
  ...{ name: "github", provider: "github", state: "connected", expiresAt: null },
  ...{ scopesGranted: ["repo", "gist"], scopesMissing: ["user\u001b[2J"] },
};

test("connections list shows how each stands, and nothing that a terminal would act on", async () => {
  answers({ items: [app], next: null });
  const { code, output } = await connections("list", "-e", "staging");
  expect(code).toBe(0);
  expect(server.requests).toEqual(["GET /api/v1/connections?environment=staging"]);
  expect(output.split("\n")[1]).toMatch(/^github +github +connected +repo gist +user/);
  expect(output).not.toContain("\u001b");
  expect(JSON.parse((await connections("list", "--json")).output)).toEqual([app]);
});

test("connections token prints the token alone, or with its end", async () => {
  answers({ accessToken: "gho_1", expiresAt: null });
  expect(await connections("token", "github")).toMatchObject({ code: 0, output: "gho_1\n" });
  expect(JSON.parse((await connections("token", "github", "--json")).output)).toEqual({
    ...{ accessToken: "gho_1", expiresAt: null },
  });
  expect(server.requests.at(-1)).toBe("GET /api/v1/connections/github/token");
});
